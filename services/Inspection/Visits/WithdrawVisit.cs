using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Rectifications;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

internal static class WithdrawVisitEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/withdrawal", HandleAsync)
        .Does("inspection.visit.withdraw").Idempotent<InspectionDbContext>()
        .WithName("WithdrawVisit").WithSummary("Declare a concluded visit void: it is published no longer, and its open orders fall")
        .WithTags("Visits");

    private static async Task<Results<Ok<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, EndVisitRequest request, ExpectedVersion expected, Actor actor, WithdrawVisitHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class WithdrawVisitHandler(
    VisitActs acts, VisitTallies tallies, RectificationClock orders, RecordClocks<InspectionDbContext> clocks,
    Commit<InspectionDbContext> commit)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(
        Guid id, EndVisitRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, Limits.Reason);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var visit = opened.Value;
        var fact = visit.Withdraw(reason.Value, actor.Acts(commit.Now));
        if (fact.IsRefused)
        {
            return fact.Error;
        }

        // What is void does not burden the party: it uses up no visit of the year, and nothing is to be published or put right.
        await tallies.UncountAsync(visit, cancellation);
        await clocks.StopAllAsync(visit.Id, cancellation);
        var voided = await orders.VoidOfVisitAsync(visit.Id, cancellation);
        return await acts.DoneAsync(visit, "withdraw", fact.Value, new { visit.EndedOn, voidedOrders = voided }, cancellation);
    }
}
