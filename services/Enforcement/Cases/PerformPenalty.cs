using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record PerformPenaltyRequest
{
    /// <summary>Official day on which the party had done everything; null is today.</summary>
    public DateOnly? PerformedOn { get; init; }
}

internal sealed record CloseCaseRequest;

internal static class PerformPenaltyEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cases/{id:guid}/performance", PerformAsync)
            .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
            .WithName("PerformPenalty").WithSummary("Record that the party has done everything that the decision demands (履行)")
            .WithTags("Cases");
        api.MapPost("/cases/{id:guid}/closure", CloseAsync)
            .For(Roles.CaseOfficer, Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("CloseCase").WithSummary("Close the case (结案)").WithTags("Cases");
    }

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> PerformAsync(
        Guid id, PerformPenaltyRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "penalty_performed",
            async (file, moment) =>
            {
                var day = request.PerformedOn ?? moment.Today;
                var performed = file.Perform(day, moment);
                if (performed.IsRefused)
                {
                    return performed;
                }

                var penalty = await change.Context.Set<Penalty>().SingleAsync(p => p.Id == file.PenaltyId, cancellation);
                var fact = penalty.Perform(day, moment.At);
                if (fact.IsRefused)
                {
                    return fact.Error;
                }

                change.Commit.Announce(fact.Value, penalty.Id, penalty.Version);
                await change.Clocks.StopAsync(file.Id, CaseChange.PayClock, cancellation);
                return Result.Done;
            },
            cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> CloseAsync(
        Guid id, CloseCaseRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "case_closed",
            async (file, moment) =>
            {
                var closed = file.Close(moment);
                if (!closed.IsRefused)
                {
                    await change.Clocks.StopAllAsync(file.Id, cancellation);
                }

                return closed;
            },
            cancellation)).ToOk(http);
}
