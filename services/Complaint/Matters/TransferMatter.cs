using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Complaint.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
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
        .Does("complaint.matter.transfer").Idempotent<ComplaintDbContext>()
        .WithName("TransferMatter").WithSummary("Hand a matter to another department").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, TransferMatterRequest request, ExpectedVersion expected, Actor actor, TransferMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class TransferMatterHandler(MatterActs acts, Commit<ComplaintDbContext> commit, ComplaintRules rules)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, TransferMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = MatterActs.Text(request.Reason, "reason", 1000);
        if (reason.IsRefused || !rules.HasDepartment(request.Department, OfficialTime.DateOf(commit.Now)))
        {
            return reason.Error ?? MatterErrors.DepartmentUnknown;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var transferred = matter.Transfer(request.Department, acts.Entry(matter, reason.Value), by);
        return transferred.IsRefused ? transferred.Error : await acts.DoneAsync(matter, transferred.Value, cancellation);
    }
}
