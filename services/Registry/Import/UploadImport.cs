using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Import;

internal static class UploadImportEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/imports", HandleAsync)
        .Does("registry.import.upload").Idempotent<RegistryDbContext>()
        .WithMetadata(new RequestSizeLimitAttribute(RegisterFile.MaxLength))
        .Accepts<byte[]>("text/csv", "application/octet-stream")
        .WithName("UploadImport").WithSummary("Import a register as CSV (UTF-8 or GB18030, at most 16 MiB); the body is the file")
        .WithTags("Import");

    private static async Task<Results<Accepted<ImportAnswer>, ProblemHttpResult>> HandleAsync(
        [FromQuery] bool? dryRun, [FromQuery] string? onFault, Actor actor, UploadImportHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        if (onFault is not (null or "refuse" or "skip"))
        {
            return new Error(
                ErrorKind.Invalid, "request.value.malformed", "onFault is refuse (nothing is imported if a row is faulty) or skip.",
                "onFault").ToProblem();
        }

        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, cancellation);
        return (await handler.HandleAsync(
            content.ToArray(), dryRun ?? false, onFault == "skip" ? OnFault.Skip : OnFault.Refuse, actor, cancellation)).ToAccepted(http);
    }
}

/// <summary>
/// Stores the file, encrypted, and answers immediately; a worker imports it. What is no register at all (an archive, a picture,
/// another encoding, other headers, quotes that leave in doubt where a row ends) is refused here and stored nowhere.
/// </summary>
internal sealed class UploadImportHandler(RegistryDbContext context, Commit<RegistryDbContext> commit, ImportFileProtector files)
{
    public async Task<Result<Reply<ImportAnswer>>> HandleAsync(
        byte[] content, bool dryRun, OnFault onFault, Actor actor, CancellationToken cancellation)
    {
        if (actor.Division is not { } division)
        {
            return ImportErrors.NoScope;
        }

        if (RegisterFile.Open(content, cancellation) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var job = new ImportJob
        {
            Id = commit.NewId(),
            RequestedBy = actor.Id,
            Department = actor.Department,
            Division = division.Value,
            DryRun = dryRun,
            OnFault = onFault,
            FileHash = Convert.ToHexStringLower(SHA256.HashData(content)),
            FileLength = content.Length,
            RequestedAt = commit.Now,
        };
        context.ImportJobs.Add(job);
        context.ImportFiles.Add(new ImportFile { ImportId = job.Id, ContentCipher = files.Protect(job.Id, content) });
        commit.Record("import.upload", "import", job.Id, job.Version, new { job.FileHash, job.FileLength, job.DryRun, job.OnFault });
        return await commit.SaveAsync(
            Reply.Accepted(ImportAnswer.Of(job, null), $"/api/registry/v1/imports/{job.Id}", job.Version), cancellation);
    }
}
