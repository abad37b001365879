using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
using Oversight.Complaint.Reference;
using Oversight.Contracts.Complaint.V1;
using Oversight.Kernel;
using Oversight.Persistence;
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
        .Does("complaint.matter.refer").Idempotent<ComplaintDbContext>()
        .WithName("ReferMatter").WithSummary("Refer a report as a clue to the department whose law may be broken").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReferMatterRequest request, ExpectedVersion expected, Actor actor, ReferMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

/// <summary>The summary is compared with the complainant before the act is tried: what gives a person away is entered nowhere.</summary>
internal sealed class ReferMatterHandler(
    MatterActs acts, Commit<ComplaintDbContext> commit, ComplaintRules rules, ComplainantReader complainants)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, ReferMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var summary = MatterActs.Text(request.Summary, "summary", 2000);
        var violations = rules.Violations.Read(request.Violations ?? []);
        if (summary.IsRefused || violations.IsRefused || violations.Value.Length != (request.Violations ?? []).Count)
        {
            return summary.Error ?? MatterErrors.ViolationMalformed;
        }

        if (request.Department is { } named && !rules.HasDepartment(named, OfficialTime.DateOf(commit.Now)))
        {
            return MatterErrors.DepartmentUnknown;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        if (await complainants.ReadAsync(matter.IntakeId, cancellation) is { } person
            && Redaction.GivesAway(summary.Value, person.Name, person.Phone))
        {
            return MatterErrors.RevealsComplainant;
        }

        // The rule of the day of receipt, by which the matter was entered: the category may have ended since.
        var rule = rules.Category(
            matter.Category, OfficialTime.DateOf(matter.ReceivedAt), DivisionCode.FromStored(matter.Division))?.Values;
        var department = request.Department ?? rule?.ReferTo ?? matter.Department;
        var referred = matter.Refer(department, acts.Entry(matter, summary.Value), by);
        if (referred.IsRefused)
        {
            return referred.Error;
        }

        commit.Announce(
            new ClueReferred(
                id, matter.Version, matter.Party, matter.Category,
                request.Violations is null ? rule?.Violations ?? [] : violations.Value, department, summary.Value, matter.IsUrgent,
                matter.ReceivedAt, by.At),
            id, matter.Version);
        return await acts.DoneAsync(matter, referred.Value, cancellation);
    }
}
