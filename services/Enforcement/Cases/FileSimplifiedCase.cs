using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record FileSimplifiedCaseRequest : FilingRequest
{
    [Required]
    public required ActRequest Act { get; init; }

    [Required, MaxLength(5)]
    public required IReadOnlyList<string> Kinds { get; init; }

    [Range(0L, Measure.MaxFen)]
    public long FineFen { get; init; }

    /// <summary>Facts and evidence; kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Facts { get; init; }

    /// <summary>Number of the decision; null takes the department's next.</summary>
    [StringLength(60)]
    public string? DecisionNumber { get; init; }
}

internal static class FileSimplifiedCaseEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/simplified", HandleAsync)
        .Does("enforcement.case.file_simplified").Idempotent<EnforcementDbContext>()
        .WithName("FileSimplifiedCase").WithSummary("Decide on the spot and serve at once (当场处罚): a warning or a fine within the limit")
        .WithTags("Cases");

    private static async Task<Results<Created<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        FileSimplifiedCaseRequest request, Actor actor, FileSimplifiedCaseHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class FileSimplifiedCaseHandler(
    CaseActs acts, FilingReader reader, CaseNumbers numbers, CaseLaw law, PenaltyRules rules, PenaltyService service)
{
    private static readonly string[] OnTheSpot = ["warning", Measure.Fine];

    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(FileSimplifiedCaseRequest request, Actor actor, CancellationToken cancellation)
    {
        var measure = Measure.Of(request.Kinds, request.FineFen, confiscatedFen: 0, rules);
        if (measure.IsRefused)
        {
            return measure.Error;
        }

        // 第五十一条. Before the filing is read: nothing is looked up, and no number is taken, for what needs the ordinary procedure.
        if (rules.Simplified(Case.WordOf(request.PartyKind), acts.Today) is not { IsRefused: false } limit
            || measure.Value.FineFen > limit.Value.Values.MaxFen || measure.Value.Kinds.Any(k => !OnTheSpot.Contains(k)))
        {
            return CaseErrors.NotClearForTheSpot;
        }

        var stated = await reader.ReadAsync(request, [request.Act], simplified: true, actor, acts.Today, cancellation);
        if (stated.IsRefused)
        {
            return stated.Error;
        }

        var (commit, by) = (acts.Commit, actor.Acts(acts.Commit.Now));
        var file = Case.File(commit.NewId(), stated.Value, by);
        acts.Context.Add(file);
        var allowed = await law.AllowsAsync(file, measure.Value, tier: null, acts.Today, cancellation);
        var number = await numbers.DecisionAsync(file, request.DecisionNumber, acts.Today, cancellation);
        if ((allowed.Error ?? number.Error ?? acts.Keep(file, CaseTextKind.Facts, request.Facts, "facts").Error) is { } wrong)
        {
            return wrong;
        }

        // Before the decision raises the version: the filing is version 1 of the case, and facts of one record leave in that order.
        commit.Announce(file.Filed(commit.Now), file.Id, file.Version);
        var creditClass = rules.CreditClass(measure.Value, simplified: true, acts.Today, DivisionCode.FromStored(file.Division));
        var penalty = file.DecideOnTheSpot(measure.Value, number.Value, allowed.Value, creditClass, commit.NewId(), by);
        if (penalty.IsRefused)
        {
            return penalty.Error;
        }

        if (service.Served(file, penalty.Value) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.TellAsync(file, CaseStep.Serve, cancellation);
        return CaseNumbers.Raced(
            await commit.SaveAsync(Reply.Created(CaseAnswer.Of(file), $"/api/enforcement/v1/cases/{file.Id}", file.Version), cancellation),
            request.DecisionNumber);
    }
}
