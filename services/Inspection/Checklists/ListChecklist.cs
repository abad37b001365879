using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Inspection.Checklists;

internal sealed record ListChecklistRequest
{
    [FromQuery, StringLength(8)] public string? Type { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
}

/// <summary>The checklist of the day.</summary>
/// <param name="Version">Version of the whole pack, as conclusions record it.</param>
/// <param name="Day">The official day.</param>
/// <param name="Items">The items in the pack's order; at most as many as the pack has.</param>
internal sealed record ChecklistAnswer(string Version, DateOnly Day, IReadOnlyList<ChecklistItemAnswer> Items);

/// <summary>One item.</summary>
internal sealed record ChecklistItemAnswer(
    string Item, string Department, string Zh, string En, string Severity, string? Violation, LegalBasis Basis, Confidence Confidence,
    string Rule, IReadOnlyList<string> Types)
{
    public static ChecklistItemAnswer Of(RuleVersion<ChecklistItem> i) => new(
        i.Key, i.Values.Department, i.Values.Zh, i.Values.En, i.Values.Severity, i.Values.Violation, i.Basis, i.Confidence, i.Reference,
        i.Values.Types);
}

internal sealed record ResultCategoryAnswer(
    string Code, string Zh, string En, string Findings, string Corrected, bool Alone, LegalBasis Basis);

internal sealed record ResultCategoriesAnswer(DateOnly Day, IReadOnlyList<ResultCategoryAnswer> Items);

internal static class ListChecklistEndpoint
{
    private static readonly Error TypeUnknown = new(
        ErrorKind.Invalid, "inspection.checklist.type_unknown", "No checklist speaks of this type of institution.", "type");

    private static readonly Error DepartmentUnknown = new(
        ErrorKind.Invalid, "inspection.checklist.department_unknown", "No checklist is this department's.", "department");

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/checklists", Handle)
            .For(Access.Read)
            .WithName("ListChecklist").WithSummary("The checklist that is valid today, for a type of institution and a department")
            .WithTags("Checklists");
        api.MapGet("/result-categories", Categories)
            .For(Access.Read)
            .WithName("ListResultCategories").WithSummary("The public result categories that are valid today").WithTags("Checklists");
    }

    private static Results<Ok<ChecklistAnswer>, ProblemHttpResult> Handle(
        [AsParameters] ListChecklistRequest request, InspectionRules rules, TimeProvider clock)
    {
        var today = OfficialTime.Today(clock);
        if (request.Department is { } named && !rules.InspectingDepartments(today).Contains(named))
        {
            return DepartmentUnknown.ToProblem();
        }

        if (request.Type is { } type && !rules.IsKnownType(type, today))
        {
            return TypeUnknown.ToProblem();
        }

        var departments = request.Department is { } department ? new[] { department } : [];
        return TypedResults.Ok(
            new ChecklistAnswer(
                rules.ChecklistVersion, today, [.. rules.Items(request.Type, departments, today).Select(ChecklistItemAnswer.Of)]));
    }

    private static Ok<ResultCategoriesAnswer> Categories(InspectionRules rules, TimeProvider clock)
    {
        var today = OfficialTime.Today(clock);
        return TypedResults.Ok(new ResultCategoriesAnswer(
            today,
            [
                .. rules.Categories(today).Select(
                    c => new ResultCategoryAnswer(
                        c.Key, c.Values.Zh, c.Values.En, c.Values.Findings, c.Values.Corrected, c.Values.Alone, c.Basis))]));
    }
}
