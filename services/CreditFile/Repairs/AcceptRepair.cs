using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Repairs;

internal sealed record AcceptRepairRequest
{
    /// <summary>False if it is not accepted.</summary>
    public required bool Accept { get; init; }

    /// <summary>Why it is not accepted.</summary>
    [StringLength(500)]
    public string? Reason { get; init; }
}

internal static class AcceptRepairEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/repairs/{id:guid}/acceptance", HandleAsync)
        .Does("creditfile.repair.accept").Idempotent<CreditFileDbContext>()
        .WithName("AcceptRepair").WithSummary("Accept an application for repair, or not (受理, 不予受理)").WithTags("Repair");

    private static async Task<Results<Ok<RepairAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, AcceptRepairRequest request, ExpectedVersion expected, Actor actor, AcceptRepairHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class AcceptRepairHandler(
    ReviewActs acts, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks)
{
    public async Task<Result<Reply<RepairAnswer>>> HandleAsync(
        Guid id, AcceptRepairRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await acts.OpenAsync<Repair>(id, expected, RepairErrors.NotFound, actor, cancellation);
        var reason = TextInput.Optional(request.Reason, 500);
        if (found.IsRefused || reason.IsRefused)
        {
            return (found.Error ?? reason.Error?.At("reason"))!;
        }

        var (repair, by) = (found.Value, actor.Acts(commit.Now) with { Reason = reason.Value });
        if ((request.Accept ? repair.Accept(by) : repair.Decline(by)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        if (request.Accept)
        {
            // The clock of the outcome goes on: it runs from the application.
            await clocks.StopAsync(repair.Id, RepairClocks.Accept, cancellation);
        }
        else
        {
            await clocks.StopAllAsync(repair.Id, cancellation);
        }

        commit.Record(request.Accept ? "repair.accept" : "repair.decline", "repair", repair.Id, repair.Version, new { repair.State });
        return await commit.SaveAsync(Reply.Ok(RepairAnswer.Of(repair), repair.Version), cancellation);
    }
}
