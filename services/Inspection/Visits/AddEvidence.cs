using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Content;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>A photo of a visit; its bytes are at <c>visits/{visitId}/evidence/{sha256}</c>.</summary>
internal sealed record EvidenceAnswer(
    Guid VisitId, string Sha256, long Length, string MediaType, DateTime CapturedAt, string? Item, DateTime RecordedAt)
{
    public static EvidenceAnswer Of(VisitEvidence e) => new(e.VisitId, e.Sha256, e.Length, e.MediaType, e.CapturedAt, e.Item, e.RecordedAt);
}

internal static class AddEvidenceEndpoint
{
    /// <summary>Most bytes of a photo: 10 MiB. A bound of this program, not of law.</summary>
    public const int MaxLength = 10 * 1024 * 1024;

    // No If-Match: a photo is only ever added, and officers upload several at once over a poor line. It changes nothing of the visit.
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/evidence", HandleAsync)
        .Does("inspection.visit.evidence").Idempotent<InspectionDbContext>()
        .WithMetadata(new RequestSizeLimitAttribute(MaxLength))
        .Accepts<byte[]>("image/jpeg", "image/png")
        .WithName("AddEvidence").WithSummary("Add a photo, the body, with its hash as at capture in X-Content-SHA256; at most 10 MiB")
        .WithTags("Visits");

    private static async Task<Results<Created<EvidenceAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] string? capturedAt, [FromQuery] string? item, [FromHeader(Name = "X-Content-SHA256")] string? hash,
        Actor actor, AddEvidenceHandler handler, HttpContext http, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, cancellation);
        return (await handler.HandleAsync(id, content.ToArray(), hash, capturedAt, item, actor, cancellation)).ToCreated(http);
    }
}

internal sealed class AddEvidenceHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, EvidenceContent store, InspectionRules rules,
    Permission permission)
{
    public async Task<Result<Reply<EvidenceAnswer>>> HandleAsync(
        Guid id, byte[] content, string? hash, string? capturedAt, string? item, Actor actor, CancellationToken cancellation)
    {
        var visit = await context.Visits.AsNoTracking().Include(v => v.Departments).Within(actor)
            .FirstOrDefaultAsync(v => v.Id == id, cancellation);
        if (visit is null)
        {
            return VisitErrors.NotFound;
        }

        if (actor.Department is not { } own || !visit.DepartmentCodes.Contains(own))
        {
            return VisitErrors.NotYourDepartment;
        }

        // 行政处罚法 第四十三条. The visit is opened without If-Match here, so VisitActs cannot ask it.
        var subject = await AvoidedParty.SubjectAsync(context, visit.InstitutionId, actor, cancellation);
        if (permission.Check(actor, subject) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        if (visit.MayTakeEvidence() is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var photo = Photo(content, hash);
        var captured = Captured(capturedAt, visit);
        if (photo.IsRefused || captured.IsRefused)
        {
            return photo.Error ?? captured.Error!;
        }

        if (item is not null && VisitItems.Of(rules, visit, item, commit.Now) is { IsRefused: true } unknown)
        {
            return unknown.Error;
        }

        var (sha256, today) = (ContentStore.AddressOf(content), OfficialTime.DateOf(commit.Now));
        var there = await context.Evidence.Where(e => e.VisitId == id).Select(e => e.Sha256).ToListAsync(cancellation);
        // Photos come in parallel and raise no version: two with one hash at once are caught by the unique index, and the most
        // of a visit may be exceeded by those that come at the same moment.
        if (there.Contains(sha256) || there.Count >= rules.Amount("evidence.per_visit", today))
        {
            return there.Contains(sha256) ? EvidenceErrors.Exists : EvidenceErrors.TooMany;
        }

        var evidence = new VisitEvidence
        {
            Id = commit.NewId(), VisitId = id, Sha256 = sha256, Length = content.Length, MediaType = photo.Value.MediaType,
            CapturedAt = captured.Value, Item = item, RecordedBy = actor.Id, RecordedAt = commit.Now,
        };
        // The file before the row: a crash in between leaves a file that no row names, and never a row without its photo.
        await store.PutAsync(content, cancellation);
        context.Evidence.Add(evidence);
        commit.Record("visit.add_evidence", "visit", id, null, new { sha256, evidence.Length, evidence.CapturedAt, evidence.Item });
        return await commit.SaveAsync(
            Reply.Created(EvidenceAnswer.Of(evidence), $"/api/inspection/v1/visits/{id}/evidence/{sha256}"), cancellation);
    }

    private static Result<FileKind> Photo(byte[] content, string? hash)
    {
        if (content.Length is 0 or > AddEvidenceEndpoint.MaxLength)
        {
            return content.Length == 0 ? EvidenceErrors.Empty : EvidenceErrors.TooLarge;
        }

        var stated = hash?.Trim().ToLowerInvariant();
        if (stated is not { Length: 64 } || !stated.All(char.IsAsciiHexDigitLower))
        {
            return EvidenceErrors.HashRequired;
        }

        // 行政处罚法 第四十七条: the hash was taken at capture, so a photo that was altered or cut on the way is refused.
        return stated != ContentStore.AddressOf(content) ? EvidenceErrors.HashMismatch
            : FileKind.Of(content) is { IsPhoto: true } kind ? kind
            : EvidenceErrors.NotAPhoto;
    }

    private Result<DateTime> Captured(string? text, Visit visit)
    {
        // A time without offset would be read in the time zone of the server and be wrong by hours elsewhere.
        var hasOffset = text is { Length: >= 20 and <= 40 } && (text[^1] == 'Z' || text[^6] is '+' or '-');
        if (!hasOffset || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return EvidenceErrors.CapturedAtMalformed;
        }

        // Telephones are not set to the second; a day before the visit is no slip of a clock.
        var skew = TimeSpan.FromMinutes(rules.Amount("evidence.clock_skew", OfficialTime.DateOf(commit.Now)));
        return at.UtcDateTime > commit.Now + skew || at.Year < 2000 || OfficialTime.DateOf(at.UtcDateTime) < visit.VisitedOn
            ? EvidenceErrors.CapturedAtOutOfRange : at.UtcDateTime;
    }
}
