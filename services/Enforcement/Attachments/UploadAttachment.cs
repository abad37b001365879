using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Content;
using Oversight.Web;

namespace Oversight.Enforcement.Attachments;

internal static class UploadAttachmentEndpoint
{
    /// <summary>Most bytes of one attachment: 10 MiB.</summary>
    public const int MaxLength = 10 * 1024 * 1024;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/attachments", HandleAsync)
        .Does("enforcement.attachment.upload").Idempotent<EnforcementDbContext>()
        .WithMetadata(new RequestSizeLimitAttribute(MaxLength))
        .Accepts<byte[]>("application/pdf", "image/jpeg", "image/png", "application/octet-stream")
        .WithName("UploadAttachment")
        .WithSummary("Upload a PDF, JPEG or PNG of at most 10 MiB as the body; X-Content-SHA256 names its hash").WithTags("Attachments");

    private static async Task<Results<Created<AttachmentAnswer>, ProblemHttpResult>> HandleAsync(
        [FromHeader(Name = "X-Content-SHA256")] string? hash, Actor actor, UploadAttachmentHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, cancellation);
        return (await handler.HandleAsync(content.ToArray(), hash, actor, cancellation)).ToCreated(http);
    }
}

/// <summary>
/// Keeps the file under its hash, after looking at its bytes: what they are decides, not what the sender says. The same file by
/// the same department again answers the first one.
/// </summary>
internal sealed class UploadAttachmentHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, AttachmentFiles files, AttachmentShelf shelf)
{
    public async Task<Result<Reply<AttachmentAnswer>>> HandleAsync(
        byte[] content, string? hash, Actor actor, CancellationToken cancellation)
    {
        if (actor is not { Division: { } division, Department: { } department })
        {
            return AttachmentErrors.NoDepartment;
        }

        if (content.Length == 0)
        {
            return AttachmentErrors.Empty;
        }

        if (hash is null)
        {
            return AttachmentErrors.HashRequired;
        }

        var address = ContentStore.AddressOf(content);
        if (hash != address)
        {
            return AttachmentErrors.HashWrong;
        }

        if (FileKind.Of(content) is not { } kind)
        {
            return AttachmentErrors.KindUnknown;
        }

        var attachment = await shelf.Own(actor).AsNoTracking().OrderBy(a => a.UploadedAt).ThenBy(a => a.Id)
            .FirstOrDefaultAsync(a => a.Sha256 == address, cancellation);
        if (attachment is null)
        {
            await files.Store.PutAsync(content, cancellation);
            attachment = new Attachment
            {
                Id = commit.NewId(), Sha256 = address, MediaType = kind.MediaType, Length = content.Length, Department = department,
                Division = division.Value, UploadedBy = actor.Id, UploadedAt = commit.Now,
            };
            context.Add(attachment);
            commit.Record(
                "attachment.upload", "attachment", attachment.Id, null, new { attachment.Sha256, attachment.MediaType, attachment.Length });
        }

        return await commit.SaveAsync(
            Reply.Created(
                new AttachmentAnswer(address, kind.MediaType, content.Length, attachment.UploadedAt),
                $"/api/enforcement/v1/attachments/{address}"), cancellation);
    }
}

/// <summary>Every refusal about an attachment.</summary>
internal static class AttachmentErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "enforcement.attachment.unknown", "There is no such attachment in your scope.");

    public static readonly Error NoDepartment = new(
        ErrorKind.Forbidden, "enforcement.attachment.no_department", "Only somebody who acts for a department in a division can upload.");

    public static readonly Error Empty = new(ErrorKind.Invalid, "enforcement.attachment.empty", "The body is the file; it is empty.");

    public static readonly Error HashRequired = new(
        ErrorKind.Invalid, "enforcement.attachment.hash_required", "Send the SHA-256 of the file in X-Content-SHA256.", "X-Content-SHA256");

    public static readonly Error HashWrong = new(
        ErrorKind.Invalid, "enforcement.attachment.hash_wrong",
        "The file that arrived has another SHA-256; 64 lower-case hexadecimal digits are expected.", "X-Content-SHA256");

    public static readonly Error KindUnknown = new(
        ErrorKind.Invalid, "enforcement.attachment.kind_unknown", "The file is no complete PDF, JPEG or PNG.");
}
