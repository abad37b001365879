using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Public;

/// <summary>What a party sees that scans the act code (亮码检查): who may be here, and by which law. No officer's name.</summary>
/// <param name="ActCode">The code (行政行为码).</param>
/// <param name="Departments">Departments, the leading one first.</param>
/// <param name="Kind">Kind of the visit.</param>
/// <param name="KindZh">The same in the statute's words.</param>
/// <param name="PartyName">Who is visited.</param>
/// <param name="Day">Official day, planned or real.</param>
/// <param name="Certificates">Certificate numbers of the officers.</param>
/// <param name="Basis">The articles on which it rests.</param>
internal sealed record PublicActAnswer(
    string ActCode, IReadOnlyList<string> Departments, VisitKind Kind, string KindZh, string PartyName, DateOnly Day,
    IReadOnlyList<string> Certificates, IReadOnlyList<LegalBasis> Basis);

internal static class GetPublicActEndpoint
{
    private static readonly Error Unknown = new(
        ErrorKind.NotFound, "inspection.act.unknown", "No inspection that is on or was carried out has this code.");

    public static void Map(RouteGroupBuilder api) => api.MapGet("/public/acts/{actCode}", HandleAsync)
        .AllowAnonymous()
        .WithName("GetPublicAct").WithSummary("Check by its act code who carries out an inspection (亮码检查); for everybody")
        .WithTags("Public");

    private static async Task<Results<Ok<PublicActAnswer>, ProblemHttpResult>> HandleAsync(
        string actCode, InspectionDbContext database, InspectionRules rules, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        // Everybody may call this: what cannot be a code is refused before it costs a query or a copy of a long string.
        var code = actCode.Length <= 2 * ActCode.Length ? actCode.ToUpperInvariant() : "";
        var visit = code.Length == ActCode.Length
            ? await database.Visits.AsNoTracking().Include(v => v.Departments).Include(v => v.Officers).AsSplitQuery()
                // Cancelled and withdrawn visits are answered like an unknown code, so that nobody learns of an inspection that is void.
                .Where(v => v.Status == VisitStatus.Approved || v.Status == VisitStatus.UnderWay || v.Status == VisitStatus.Concluded)
                .SingleOrDefaultAsync(v => v.ActCode == code, cancellation)
            : null;
        if (visit is null)
        {
            return Unknown.ToProblem();
        }

        var day = visit.VisitedOn ?? visit.PlannedOn;
        var kind = rules.Kind(WireWord.Of(visit.Kind), day);
        return TypedResults.Ok(new PublicActAnswer(
            visit.ActCode!, visit.DepartmentCodes, visit.Kind, kind.Values.Zh ?? "", visit.PartyName, day,
            [.. visit.Officers.OrderBy(o => o.Position).Select(o => o.CertificateNumber)],
            [rules.OfficersPerDepartment(day).Basis, VisitErrors.OnSite, kind.Basis]));
    }
}
