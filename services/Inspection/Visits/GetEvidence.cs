using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

internal static class GetEvidenceEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/visits/{id:guid}/evidence/{sha256}", HandleAsync)
        .For(Access.Read)
        .WithName("GetEvidence").WithSummary("Download a photo; the read is recorded").WithTags("Visits");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, string sha256, Actor actor, GetEvidenceHandler handler, HttpContext http, CancellationToken cancellation)
    {
        var found = await handler.HandleAsync(id, sha256, actor, cancellation);
        if (found.IsRefused)
        {
            return found.Error.ToProblem();
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var (content, kind) = found.Value;
        return TypedResults.File(content, kind.MediaType, $"{sha256[..16]}.{kind.Extension}");
    }
}

/// <summary>
/// Reads a photo of a visit in the caller's scope. A photo may show people, so the read is an act that is recorded (个人信息保护法 第五十一条).
/// </summary>
internal sealed class GetEvidenceHandler(InspectionDbContext context, Commit<InspectionDbContext> commit, EvidenceContent store)
{
    public async Task<Result<(byte[] Content, FileKind Kind)>> HandleAsync(
        Guid id, string sha256, Actor actor, CancellationToken cancellation)
    {
        if (sha256.Length != 64
            || !await context.Visits.Within(actor).AnyAsync(v => v.Id == id, cancellation)
            || !await context.Evidence.AnyAsync(e => e.VisitId == id && e.Sha256 == sha256, cancellation))
        {
            return EvidenceErrors.NotFound;
        }

        // The row was saved after the file was on disk: a file that is not there is a fault, not an unknown address.
        var content = await store.ReadAsync(sha256, cancellation)
            ?? throw new InvalidOperationException($"The file of evidence {sha256} is not in the store.");
        commit.Record("visit.read_evidence", "visit", id, null, new { sha256 });
        // Committed before the bytes leave: a read that cannot be recorded is not answered.
        var recorded = await commit.SaveAsync(cancellation);
        return recorded.IsRefused ? recorded.Error : (content, FileKind.Of(content)!);
    }
}
