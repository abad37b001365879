using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Complaint.Reference;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>To which department a matter goes, and why; the reason is for colleagues.</summary>
internal sealed record TransferMatterRequest
{
    [Required, StringLength(DepartmentCode.MaxLength)]
    public required string Department { get; init; }

    [Required, MultiLine, StringLength(1000)]
    public required string Reason { get; init; }
}

/// <summary>Hands a matter to another department (移交): state and clocks go on, whoever has it.</summary>
internal static class TransferMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/transfer", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("TransferMatter").WithSummary("Hand a matter to another department").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, TransferMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, ComplaintRules rules, HttpContext http, CancellationToken cancellation)
    {
        var reason = MatterActHandler.Text(request.Reason, "reason", 1000);
        if (reason.IsRefused || !rules.HasDepartment(request.Department, OfficialTime.DateOf(handler.Now)))
        {
            return (reason.Error ?? MatterErrors.DepartmentUnknown).ToProblem();
        }

        return (await handler.DoAsync(id, expected, actor, reason.Value, (matter, deed) => matter.Transfer(deed, request.Department), null, cancellation)).ToOk(http);
    }
}
