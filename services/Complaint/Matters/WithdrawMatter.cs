using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
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
        .Does("complaint.matter.withdraw").Idempotent<ComplaintDbContext>()
        .WithName("WithdrawMatter").WithSummary("End a matter that the person takes back").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, WithdrawMatterRequest request, ExpectedVersion expected, Actor actor, WithdrawMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class WithdrawMatterHandler(MatterActs acts, Commit<ComplaintDbContext> commit)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, WithdrawMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = MatterActs.Text(request.Reason, "reason", 1000);
        if (reason.IsRefused)
        {
            return reason.Error;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var withdrawn = matter.Withdraw(acts.Entry(matter, reason.Value), by);
        if (withdrawn.IsRefused)
        {
            return withdrawn.Error;
        }

        commit.Announce(matter.Concluded(by.At), id, matter.Version);
        return await acts.DoneAsync(matter, withdrawn.Value, cancellation);
    }
}
