using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Persistence;
using Oversight.Persistence.Content;
using Oversight.Web;

namespace Oversight.Enforcement.Attachments;

/// <summary>A file that a department uploaded: a report, a photo. Its bytes lie in the content store under their hash.</summary>
internal sealed class Attachment : IWithinDivision
{
    public required Guid Id { get; init; }

    public required string Sha256 { get; init; }

    public required string MediaType { get; init; }

    public required long Length { get; init; }

    public required string Department { get; init; }

    /// <summary>Division of the uploader, shortest spelling.</summary>
    public required string Division { get; init; }

    public required string UploadedBy { get; init; }

    public required DateTime UploadedAt { get; init; }
}

/// <summary>An attachment as answers show it.</summary>
internal sealed record AttachmentAnswer(string Sha256, string MediaType, long Length, DateTime UploadedAt);

/// <summary>The content store of this service, so that no other module's store is meant in a common process.</summary>
internal sealed record AttachmentFiles(ContentStore<EnforcementDbContext> Store);

/// <summary>Which attachments a department has.</summary>
internal sealed class AttachmentShelf(EnforcementDbContext context)
{
    /// <summary>The attachments that the caller's department uploaded within the caller's division.</summary>
    public IQueryable<Attachment> Own(Actor actor)
    {
        var department = actor.Department ?? "";
        return context.Set<Attachment>().Within(actor).Where(a => a.Department == department);
    }

    /// <summary>Whether one of them has this address.</summary>
    public Task<bool> HasOwnAsync(string sha256, Actor actor, CancellationToken cancellation) =>
        Own(actor).AnyAsync(a => a.Sha256 == sha256, cancellation);
}
