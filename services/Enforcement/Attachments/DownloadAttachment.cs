using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Attachments;

/// <summary>Gives a file to its own department and, once it stands for a result, to every department of that operation.</summary>
internal static class DownloadAttachmentEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/attachments/{sha256}", HandleAsync)
        .For(Roles.DepartmentSystem, Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector)
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
        .WithName("DownloadAttachment").WithSummary("Download an attachment by its SHA-256; the read is recorded").WithTags("Attachments");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        string sha256, Actor actor, DownloadAttachmentHandler handler, HttpContext http, CancellationToken cancellation)
    {
        var found = await handler.HandleAsync(sha256, actor, cancellation);
        if (found.IsRefused)
        {
            return found.Error.ToProblem();
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(found.Value.Content, found.Value.MediaType, found.Value.Name);
    }
}

internal sealed class DownloadAttachmentHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, AttachmentFiles files, AttachmentShelf shelf, TaskReader reader)
{
    public async Task<Result<DownloadedFile>> HandleAsync(string sha256, Actor actor, CancellationToken cancellation)
    {
        var attachment = await shelf.Own(actor).AsNoTracking().FirstOrDefaultAsync(a => a.Sha256 == sha256, cancellation)
            ?? await SharedAsync(sha256, actor, cancellation);
        if (attachment is null || await files.Store.ReadAsync(sha256, cancellation) is not { } content)
        {
            return AttachmentErrors.NotFound;
        }

        commit.Record("attachment.read", "attachment", attachment.Id, null, new { attachment.Sha256 });
        var recorded = await commit.SaveAsync(cancellation);
        return recorded.IsRefused
            ? recorded.Error : new DownloadedFile(content, attachment.MediaType, $"{sha256}{Extension(attachment.MediaType)}");
    }

    private async Task<Attachment?> SharedAsync(string sha256, Actor actor, CancellationToken cancellation)
    {
        var operations = reader.OperationsOf(actor);
        return await context.Set<EvidenceEntry>().Where(e => e.Sha256 == sha256 && e.Source == EvidenceEntry.TaskResult)
            .Where(e => operations.Any(o => o.Id == e.OperationId))
            .Join(
                context.Set<Attachment>().AsNoTracking(), e => new { e.Sha256, e.Department },
                a => new { a.Sha256, a.Department }, (e, a) => a)
            .OrderBy(a => a.UploadedAt).ThenBy(a => a.Id).FirstOrDefaultAsync(cancellation);
    }

    private static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        _ => "",
    };
}

/// <summary>A file to be sent.</summary>
internal sealed record DownloadedFile(byte[] Content, string MediaType, string Name);
