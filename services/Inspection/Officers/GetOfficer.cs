using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

/// <summary>One officer in full.</summary>
/// <param name="Officer">What commands and lists answer, too.</param>
/// <param name="Name">The name; masked unless a purpose was stated.</param>
/// <param name="Unmasked">Whether a purpose was stated and recorded.</param>
/// <param name="Avoidances">Institutions that the officer keeps away from.</param>
internal sealed record OfficerDetail(OfficerAnswer Officer, string Name, bool Unmasked, IReadOnlyList<AvoidanceAnswer> Avoidances);

internal sealed record AvoidanceAnswer(Guid InstitutionId, string Reason, DateTime RecordedAt);

internal static class GetOfficerEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/officers/{id:guid}", HandleAsync)
        .For(Access.ReadOfficers)
        .WithName("GetOfficer").WithSummary("Read one officer; the name unmasked only for a stated purpose, which is recorded")
        .WithTags("Officers");

    private static async Task<Results<Ok<OfficerDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] string? purpose, Actor actor, GetOfficerHandler handler, HttpContext http, CancellationToken cancellation)
    {
        var found = await handler.HandleAsync(id, purpose, actor, cancellation);
        if (found.IsRefused)
        {
            return found.Error.ToProblem();
        }

        http.Response.SetVersion(found.Value.Officer.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(found.Value);
    }
}

internal sealed class GetOfficerHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, ActScope acting, Confidential confidential)
{
    public async Task<Result<OfficerDetail>> HandleAsync(Guid id, string? purpose, Actor actor, CancellationToken cancellation)
    {
        var officer = await context.Officers.AsNoTracking().Include(o => o.Avoidances).Within(actor)
            .FirstOrDefaultAsync(o => o.Id == id, cancellation);
        if (officer is null)
        {
            return OfficerErrors.NotFound;
        }

        if (purpose is null)
        {
            return Detail(officer, confidential.MaskedName(officer.NameCipher), unmasked: false);
        }

        var stated = TextInput.Required(purpose, 200);
        if (stated.IsRefused)
        {
            return stated.Error.At("purpose");
        }

        // Committed before the name is answered (个人信息保护法 第五十一条): a failed save reveals nothing.
        acting.Purpose = stated.Value;
        commit.Record("officer.unmask", "officer", officer.Id, null);
        var recorded = await commit.SaveAsync(cancellation);
        return recorded.IsRefused
            ? recorded.Error : Detail(officer, confidential.Reveal(Confidential.OfficerName, officer.NameCipher)!, unmasked: true);
    }

    private static OfficerDetail Detail(Officer officer, string name, bool unmasked) => new(
        OfficerAnswer.Of(officer), name, unmasked,
        [.. officer.Avoidances.OrderBy(a => a.RecordedAt).Select(a => new AvoidanceAnswer(a.InstitutionId, a.Reason, a.RecordedAt))]);
}
