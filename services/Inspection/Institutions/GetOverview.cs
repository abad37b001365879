using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Rectifications;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Inspection.Institutions;

/// <summary>
/// What is known of an institution before anybody goes there: what paper can answer must not be a visit, and departments that
/// see each other's plans go together (综合查一次; 国办发〔2024〕54号).
/// </summary>
/// <param name="InstitutionId">Id in the register.</param>
/// <param name="Name">Name.</param>
/// <param name="CreditCode">Credit code, or null.</param>
/// <param name="Type">Type.</param>
/// <param name="Status">Status in the register.</param>
/// <param name="IsLead">Whether it is a lead on an unlicensed entity.</param>
/// <param name="Division">Division.</param>
/// <param name="Address">Address.</param>
/// <param name="LicenceValidTo">Last day of its licence, or null.</param>
/// <param name="Grade">Credit grade, or null while none is known.</param>
/// <param name="Points">Points of it.</param>
/// <param name="GradeAsOf">Day of it.</param>
/// <param name="Year">Year of the counts.</param>
/// <param name="Departments">Counted visits of the year and cap, per department.</param>
/// <param name="Upcoming">Visits that are planned, approved or under way; at most 20.</param>
/// <param name="OpenOrders">Open rectification orders.</param>
/// <param name="OverdueOrders">Those of them whose term has passed.</param>
internal sealed record InstitutionOverview(
    Guid InstitutionId, string Name, string? CreditCode, string Type, string Status, bool IsLead, string Division, string Address,
    DateOnly? LicenceValidTo, string? Grade, int? Points,
    DateOnly? GradeAsOf, int Year, IReadOnlyList<DepartmentCount> Departments, IReadOnlyList<UpcomingVisit> Upcoming, int OpenOrders,
    int OverdueOrders);

/// <summary>Visits of one department in the year.</summary>
internal sealed record DepartmentCount(string Department, int Counted, int Cap, LegalBasis CapBasis, Confidence CapConfidence);

/// <summary>A visit to come.</summary>
internal sealed record UpcomingVisit(
    Guid VisitId, VisitStatus Status, VisitKind Kind, DateOnly PlannedOn, IReadOnlyList<string> Departments);

internal static class GetOverviewEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/institutions/{id:guid}/overview", HandleAsync)
        .For(Access.Read)
        .WithName("GetInstitutionOverview")
        .WithSummary("What is known of an institution: register, grade, visits of the year and caps, plans, orders")
        .WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionOverview>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, InspectionDbContext database, InspectionRules rules, TimeProvider clock, CancellationToken cancellation)
    {
        var prefix = actor.ScopePrefix;
        var known = await database.Institutions.AsNoTracking()
            .FirstOrDefaultAsync(i => i.Id == id && i.Division.StartsWith(prefix), cancellation);
        if (known is null)
        {
            return OfficerErrors.InstitutionUnknown.ToProblem();
        }

        var today = OfficialTime.Today(clock);
        var rating = await database.Ratings.AsNoTracking().FirstOrDefaultAsync(r => r.InstitutionId == id, cancellation);
        var tallies = await database.VisitTallies.AsNoTracking().Where(t => t.InstitutionId == id && t.Year == today.Year)
            .ToListAsync(cancellation);
        var upcoming = await database.Visits.AsNoTracking().Include(v => v.Departments)
            .Where(
                v => v.InstitutionId == id
                    && (v.Status == VisitStatus.Planned || v.Status == VisitStatus.Approved || v.Status == VisitStatus.UnderWay))
            .OrderBy(v => v.PlannedOn).ThenBy(v => v.Id).Take(20).AsSplitQuery().ToListAsync(cancellation);
        var orders = database.Rectifications.AsNoTracking()
            .Where(o => o.InstitutionId == id && (o.Status == RectificationStatus.Open || o.Status == RectificationStatus.Reported));
        var place = DivisionCode.FromStored(known.Division);
        return TypedResults.Ok(new InstitutionOverview(
            known.Id, known.Name, known.CreditCode, known.Type, known.Status, known.IsLead, known.Division, known.Address,
            known.LicenceValidTo, rating?.Grade, rating?.Points, rating?.AsOf, today.Year,
            [.. rules.InspectingDepartments(today).Select(d => (Department: d, Cap: rules.Cap(d, today, place)))
                .Select(
                    c => new DepartmentCount(
                        c.Department, tallies.Find(t => t.Department == c.Department)?.Counted ?? 0, c.Cap.Values.Amount!.Value,
                        c.Cap.Basis, c.Cap.Confidence))],
            upcoming.ConvertAll(v => new UpcomingVisit(v.Id, v.Status, v.Kind, v.PlannedOn, v.DepartmentCodes)),
            await orders.CountAsync(cancellation), await orders.CountAsync(o => o.OverdueAt != null, cancellation)));
    }
}
