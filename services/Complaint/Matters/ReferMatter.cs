using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Complaint.Reference;
using Oversight.Contracts.Complaint.V1;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>A report as a clue, in the handler's own words.</summary>
internal sealed record ReferMatterRequest
{
    /// <summary>The facts, without anything that tells who reported.</summary>
    [Required, MultiLine, StringLength(2000, MinimumLength = 10)]
    public required string Summary { get; init; }

    /// <summary>Department that is to look into it; null takes the one that the category's rule names.</summary>
    [StringLength(DepartmentCode.MaxLength)]
    public string? Department { get; init; }

    /// <summary>Codes of the violation catalogue such as V37; null takes those of the category.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string>? Violations { get; init; }
}

/// <summary>
/// Refers a report as a clue (移送线索). The reporter's words never go along, and a summary that holds the name or the telephone number is
/// refused (信访工作条例 第三十条: material may not reach those it accuses).
/// </summary>
internal static class ReferMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/referral", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("ReferMatter").WithSummary("Refer a report as a clue to the department whose law may be broken").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReferMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, ComplaintRules rules, HttpContext http, CancellationToken cancellation)
    {
        var summary = MatterActHandler.Text(request.Summary, "summary", 2000);
        var violations = rules.Violations.Read(request.Violations ?? []);
        if (summary.IsRefused || violations.IsRefused || violations.Value.Length != (request.Violations ?? []).Count)
        {
            return (summary.Error ?? MatterErrors.ViolationMalformed).ToProblem();
        }

        if (request.Department is { } department && !rules.HasDepartment(department, OfficialTime.DateOf(handler.Now)))
        {
            return MatterErrors.DepartmentUnknown.ToProblem();
        }

        var named = request with { Violations = request.Violations is null ? null : violations.Value };
        return (await handler.DoAsync(
            id, expected, actor, summary.Value,
            (matter, deed) => matter.Refer(deed, request.Department ?? Rule(rules, matter)?.ReferTo ?? matter.Department),
            matter => AnnounceAsync(handler, rules, matter, named, summary.Value, cancellation),
            cancellation)).ToOk(http);
    }

    private static async Task<Result> AnnounceAsync(
        MatterActHandler handler, ComplaintRules rules, Matter matter, ReferMatterRequest request, string summary, CancellationToken cancellation)
    {
        if (await handler.PersonAsync(matter.IntakeId, cancellation) is { } person && Redaction.GivesAway(summary, person.Name, person.Phone))
        {
            return MatterErrors.RevealsComplainant;
        }

        var rule = Rule(rules, matter);
        handler.Commit.Announce(
            new ClueReferred(
                matter.Id, matter.Version, matter.Party, matter.Category, request.Violations ?? rule?.Violations ?? [], request.Department ?? rule?.ReferTo ?? matter.Department, summary,
                matter.IsUrgent, matter.ReceivedAt, handler.Now),
            matter.Id, matter.Version);
        return Result.Done;
    }

    private static CategoryRule? Rule(ComplaintRules rules, Matter matter) =>
        rules.Category(matter.Category, OfficialTime.DateOf(matter.ReceivedAt), DivisionCode.FromStored(matter.Division))?.Values;
}
