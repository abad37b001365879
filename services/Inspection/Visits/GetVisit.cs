using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>One visit in full, for staff.</summary>
/// <param name="Visit">What commands and lists answer, too.</param>
/// <param name="CapReason">Why the cap was exceeded, or null.</param>
/// <param name="UrgentReason">Why it could not wait, or null.</param>
/// <param name="EndReason">Why it was cancelled or withdrawn, or null.</param>
/// <param name="ChecklistVersion">Checklist that is used, or null before check-in.</param>
/// <param name="Latitude">Where the officers checked in, or null.</param>
/// <param name="Longitude">The same.</param>
/// <param name="SignatureNote">Note on the party's signature, or null.</param>
/// <param name="Answers">Answers.</param>
/// <param name="Findings">Findings.</param>
/// <param name="Evidence">Photos.</param>
/// <param name="Clocks">Statutory clocks.</param>
internal sealed record VisitDetail(
    VisitAnswer Visit, string? CapReason, string? UrgentReason, string? EndReason, string? ChecklistVersion, double? Latitude,
    double? Longitude, string? SignatureNote,
    IReadOnlyList<ItemAnswer> Answers, IReadOnlyList<FindingDetail> Findings, IReadOnlyList<EvidenceAnswer> Evidence,
    IReadOnlyList<ClockAnswer> Clocks);

internal sealed record ItemAnswer(string Item, string Department, AnswerResult Result, string? Note, DateTime AnsweredAt);

internal sealed record FindingDetail(
    Guid Id, string Item, string Department, string Severity, LegalBasis Basis, string Rule, string Description, bool CorrectedOnSite,
    string? Violation, IReadOnlyList<string> Evidence, Guid? OrderId);

internal static class GetVisitEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/visits/{id:guid}", HandleAsync)
        .For(Access.Read)
        .WithName("GetVisit").WithSummary("Read one visit with answers, findings, photos and clocks").WithTags("Visits");

    private static async Task<Results<Ok<VisitDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, InspectionDbContext database, Confidential confidential, HttpContext http, CancellationToken cancellation)
    {
        var visit = await database.Visits.AsNoTracking().WithParts().Within(actor).FirstOrDefaultAsync(v => v.Id == id, cancellation);
        if (visit is null)
        {
            return VisitErrors.NotFound.ToProblem();
        }

        var evidence = await database.Evidence.AsNoTracking().Where(e => e.VisitId == id).OrderBy(e => e.RecordedAt).ThenBy(e => e.Id)
            .ToListAsync(cancellation);
        var clocks = await database.Clocks.AsNoTracking().Where(c => c.SubjectId == id).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .ToListAsync(cancellation);
        http.Response.SetVersion(visit.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new VisitDetail(
            VisitAnswer.Of(visit), visit.CapReason, visit.UrgentReason, visit.EndReason, visit.ChecklistVersion, visit.Latitude,
            visit.Longitude, confidential.Reveal(Confidential.Signature, visit.SignatureNoteCipher),
            [.. visit.Answers.OrderBy(a => a.Item, StringComparer.Ordinal)
                .Select(
                    a => new ItemAnswer(
                        a.Item, a.Department, a.Result, confidential.Reveal(Confidential.AnswerNote, a.NoteCipher), a.AnsweredAt))],
            [.. visit.Findings.OrderBy(f => f.Item, StringComparer.Ordinal).Select(f => new FindingDetail(
                f.Id, f.Item, f.Department, f.Severity, new LegalBasis(f.Law, f.Article), f.Rule,
                confidential.Reveal(Confidential.Finding, f.DescriptionCipher)!, f.CorrectedOnSite,
                f.Violation, f.Evidence, f.OrderId))],
            evidence.ConvertAll(EvidenceAnswer.Of), clocks.ConvertAll(c => c.ToAnswer())));
    }
}
