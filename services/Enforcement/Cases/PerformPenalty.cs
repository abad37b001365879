using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
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
            .Does("enforcement.case.perform").Idempotent<EnforcementDbContext>()
            .WithName("PerformPenalty").WithSummary("Record that the party has done everything that the decision demands (履行)")
            .WithTags("Cases");
        api.MapPost("/cases/{id:guid}/closure", CloseAsync)
            .Does("enforcement.case.close").Idempotent<EnforcementDbContext>()
            .WithName("CloseCase").WithSummary("Close the case (结案)").WithTags("Cases");
    }

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> PerformAsync(
        Guid id, PerformPenaltyRequest request, ExpectedVersion expected, Actor actor, PerformPenaltyHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.PerformAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> CloseAsync(
        Guid id, CloseCaseRequest request, ExpectedVersion expected, Actor actor, PerformPenaltyHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.CloseAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class PerformPenaltyHandler(CaseActs acts)
{
    public async Task<Result<Reply<CaseAnswer>>> PerformAsync(
        Guid id, PerformPenaltyRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var day = request.PerformedOn ?? by.On;
        if (file.Perform(day, by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var penalty = await acts.Context.Set<Penalty>().SingleAsync(p => p.Id == file.PenaltyId, cancellation);
        var fact = penalty.Perform(day, by.At);
        if (fact.IsRefused)
        {
            return fact.Error;
        }

        // By the penalty's id and version, not the case's: its facts are one partition, in which the service comes before the performance.
        acts.Commit.Announce(fact.Value, penalty.Id, penalty.Version);
        await acts.Clocks.StopAsync(id, CaseActs.PayClock, cancellation);
        return await acts.DoneAsync(file, CaseStep.Perform, cancellation);
    }

    public async Task<Result<Reply<CaseAnswer>>> CloseAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        if (file.Close(by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.Clocks.StopAllAsync(id, cancellation);
        return await acts.DoneAsync(file, CaseStep.Close, cancellation);
    }
}
