using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record DecideCaseRequest;

internal static class DecideCaseEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/decision", HandleAsync)
        .For(Roles.Supervisor).Idempotent<EnforcementDbContext>()
        .WithName("DecideCase").WithSummary("Decide as proposed, by another person than a handler and within the term").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DecideCaseRequest request, ExpectedVersion expected, Actor actor, DecideCaseHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class DecideCaseHandler(CaseChange change, CaseLaw law, PenaltyRules rules)
{
    public Task<Result<Reply<CaseAnswer>>> HandleAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation) =>
        change.DoAsync(id, expected, actor, "penalty_decided", (file, moment) => DecideAsync(file, moment, cancellation), cancellation);

    private async Task<Result> DecideAsync(Case file, Moment moment, CancellationToken cancellation)
    {
        if (file.Proposal is not { } measure || CaseSteps.Next(file.State, CaseStep.Decide) is null)
        {
            return CaseErrors.NotFromThisState(CaseStep.Decide, file.State);
        }

        // Once more: catalogue and other cases may have changed since the proposal.
        var allowed = await law.AllowsAsync(file, measure, file.Tier, moment.Today, cancellation);
        if (allowed.IsRefused)
        {
            return allowed.Error;
        }

        var clock = await change.ClockAsync(file, CaseChange.DecideClock, cancellation);
        var creditClass = rules.CreditClass(measure, simplified: false, moment.Today, DivisionCode.FromStored(file.Division));
        var decided = file.Decide(allowed.Value, creditClass, new DecisionTerm(clock?.DueOn, clock?.RanOutAt is not null), moment);
        if (decided.IsRefused)
        {
            return decided;
        }

        await change.Clocks.StopAsync(file.Id, CaseChange.DecideClock, cancellation);
        await change.Clocks.StopAsync(file.Id, CaseChange.HearingClock, cancellation);
        var serve = change.Start(file, CaseChange.ServeClock, moment.Today);
        return serve.IsRefused ? serve.Error : Result.Done;
    }
}
