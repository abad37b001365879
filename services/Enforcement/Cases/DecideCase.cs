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
        .Does("enforcement.case.decide").Idempotent<EnforcementDbContext>()
        .WithName("DecideCase").WithSummary("Decide as proposed, by another person than a handler and within the term").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DecideCaseRequest request, ExpectedVersion expected, Actor actor, DecideCaseHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class DecideCaseHandler(CaseActs acts, CaseLaw law, PenaltyRules rules)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        if (file.Proposal is not { } measure || !CaseSteps.Rows.Allows(file.State, CaseStep.Decide))
        {
            return CaseSteps.Rows.Refusal(file.State, CaseStep.Decide);
        }

        // Once more: catalogue and other cases may have changed since the proposal.
        var allowed = await law.AllowsAsync(file, measure, file.Tier, by.On, cancellation);
        if (allowed.IsRefused)
        {
            return allowed.Error;
        }

        var clock = await acts.ClockAsync(file, CaseActs.DecideClock, cancellation);
        var creditClass = rules.CreditClass(measure, simplified: false, by.On, DivisionCode.FromStored(file.Division));
        // 第六十条: what was due is fired when the case is opened, so a passed term refuses here even before the sweeper comes.
        var term = new DecisionTerm(clock?.DueOn, clock?.RanOutAt is not null);
        if (file.Decide(allowed.Value, creditClass, term, by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.Clocks.StopAsync(id, CaseActs.DecideClock, cancellation);
        await acts.Clocks.StopAsync(id, CaseActs.HearingClock, cancellation);
        // 第六十一条: the decision is served within its own term, which begins with this save.
        return acts.Start(file, CaseActs.ServeClock, by.On) is { IsRefused: true } unknown
            ? unknown.Error : await acts.DoneAsync(file, CaseStep.Decide, cancellation);
    }
}
