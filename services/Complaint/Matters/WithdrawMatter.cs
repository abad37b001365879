using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>How the person took the matter back; for colleagues.</summary>
internal sealed record WithdrawMatterRequest
{
    [Required, MultiLine, StringLength(1000)]
    public required string Reason { get; init; }
}

/// <summary>Ends a matter because the person takes it back (撤回). A report that was referred goes on.</summary>
internal static class WithdrawMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/withdrawal", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("WithdrawMatter").WithSummary("End a matter that the person takes back").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, WithdrawMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var reason = MatterActHandler.Text(request.Reason, "reason", 1000);
        return reason.IsRefused
            ? reason.Error.ToProblem()
            : (await handler.DoAsync(
                id, expected, actor, reason.Value, (matter, deed) => matter.Withdraw(deed),
                matter => ConcludeMatterEndpoint.Announce(handler, matter), cancellation)).ToOk(http);
    }
}
