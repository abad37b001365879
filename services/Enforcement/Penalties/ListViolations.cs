using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Enforcement.Cases;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Enforcement.Penalties;

internal sealed record ListViolationsRequest
{
    [FromQuery] public DateOnly? OnDay { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
}

/// <summary>A violation as it stood on a day.</summary>
/// <param name="Code">Code, e.g. V37.</param>
/// <param name="Rule">Version of the rule.</param>
/// <param name="Zh">Chinese title.</param>
/// <param name="En">English title.</param>
/// <param name="Duty">The norm that it breaks (违则).</param>
/// <param name="Basis">The penalty norm (罚则).</param>
/// <param name="Departments">Who may punish.</param>
/// <param name="Kinds">Kinds of penalty.</param>
/// <param name="SeriousKinds">Kinds in serious cases.</param>
/// <param name="Fines">Ranges of the fine.</param>
/// <param name="LimitationYears">How long it is pursued.</param>
/// <param name="IsPenalty">False for discipline.</param>
/// <param name="Confidence">How far the entry may be trusted.</param>
/// <param name="Note">What the members cannot say.</param>
internal sealed record ViolationAnswer(
    string Code, string Rule, string Zh, string En, DutyNorm Duty, LegalBasis Basis, IReadOnlyList<string> Departments,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> SeriousKinds, IReadOnlyList<FineTier> Fines, int LimitationYears, bool IsPenalty, Confidence Confidence,
    string? Note);

internal static class ListViolationsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/violations", HandleAsync)
        .For([.. CaseScope.Readers, Roles.ComplaintHandler, Roles.DepartmentSystem])
        .WithName("ListViolations").WithSummary("The violation catalogue as it stood on a day (default today) in the caller's division")
        .WithTags("Catalogue");

    private static Results<Ok<IReadOnlyList<ViolationAnswer>>, ProblemHttpResult> HandleAsync(
        [AsParameters] ListViolationsRequest request, Actor actor, PenaltyRules rules, TimeProvider clock)
    {
        IReadOnlyList<ViolationAnswer> all =
        [
            .. rules.Violations.AllOnDay(request.OnDay ?? OfficialTime.Today(clock), actor.Division)
                .Where(v => request.Department is null || v.Values.Departments.Contains(request.Department))
                .Select(v => new ViolationAnswer(
                    v.Key, v.Reference, v.Values.Zh, v.Values.En, v.Values.Duty, v.Basis, v.Values.Departments, v.Values.Kinds,
                    v.Values.SeriousKinds, v.Values.Fines, v.Values.LimitationYears, v.Values.IsPenalty, v.Confidence, v.Values.Note)),
        ];
        return TypedResults.Ok(all);
    }
}
