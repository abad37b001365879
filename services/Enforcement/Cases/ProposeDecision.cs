using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record ProposeDecisionRequest
{
    [Required, MaxLength(10)]
    public required IReadOnlyList<string> Kinds { get; init; }

    [Range(0L, Measure.MaxFen)]
    public long FineFen { get; init; }

    [Range(0L, Measure.MaxFen)]
    public long ConfiscatedFen { get; init; }

    /// <summary>Number such as 慈教罚决〔2026〕3号; null takes the department's next.</summary>
    [StringLength(60)]
    public string? DecisionNumber { get; init; }
}

internal static class ProposeDecisionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/decision-proposal", HandleAsync)
        .Does("enforcement.case.propose").Idempotent<EnforcementDbContext>()
        .WithName("ProposeDecision").WithSummary("Propose the decision; not heavier than the prior notice").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ProposeDecisionRequest request, ExpectedVersion expected, Actor actor, ProposeDecisionHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ProposeDecisionHandler(CaseActs acts, CaseLaw law, CaseNumbers numbers, PenaltyRules rules)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, ProposeDecisionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var measure = Measure.Of(request.Kinds, request.FineFen, request.ConfiscatedFen, rules);
        if (measure.IsRefused)
        {
            return measure.Error;
        }

        if (!CaseSteps.Rows.Allows(file.State, CaseStep.Propose))
        {
            return CaseSteps.Rows.Refusal(file.State, CaseStep.Propose);
        }

        if (measure.Value.IsHeavierThan(file.Notice!))
        {
            return CaseErrors.HeavierThanNoticed;
        }

        var allowed = await law.AllowsAsync(file, measure.Value, file.Tier, by.On, cancellation);
        var number = await numbers.DecisionAsync(file, request.DecisionNumber, by.On, cancellation);
        if ((allowed.Error ?? number.Error) is { } wrong)
        {
            return wrong;
        }

        // Also a clock that has ended: its last day is compared, and a term that has passed is what lets the case go on.
        var clock = await acts.ClockAsync(file, CaseActs.HearingClock, cancellation);
        return file.Propose(measure.Value, number.Value, clock?.DueOn, by) is { IsRefused: true } refused
            ? refused.Error : CaseNumbers.Raced(await acts.DoneAsync(file, CaseStep.Propose, cancellation), request.DecisionNumber);
    }
}
