using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Import;

/// <summary>
/// Asks a running import to stop. Until its one commit nothing of it is in the register; if the commit was quicker, the answer
/// is that it is finished. The version need not be named: whatever the import did meanwhile, the wish is the same.
/// </summary>
internal static class StopImportEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/imports/{id:guid}/stop", HandleAsync)
        .Does("registry.import.stop").Idempotent<RegistryDbContext>()
        .WithName("StopImport").WithSummary("Stop an import; nothing of it enters the register").WithTags("Import");

    private static async Task<Results<Ok<ImportAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, StopImportHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, actor, cancellation)).ToOk(http);
}

internal sealed class StopImportHandler(RegistryDbContext context, Commit<RegistryDbContext> commit, ImportProgress progress)
{
    public async Task<Result<Reply<ImportAnswer>>> HandleAsync(Guid id, Actor actor, CancellationToken cancellation)
    {
        if (!await context.ImportJobs.Within(actor).AnyAsync(i => i.Id == id, cancellation))
        {
            return ImportErrors.NotFound;
        }

        // First the worker of this process: on a single-writer database the wish could not be written while it applies.
        progress.Of(id)?.Stop();
        var job = await context.ImportJobs.SingleAsync(i => i.Id == id, cancellation);
        if (!job.RequestStop())
        {
            return job.State == ImportState.Stopped ? Reply.Ok(ImportAnswer.Of(job, null), job.Version) : ImportErrors.Finished;
        }

        commit.Record("import.stop", "import", job.Id, job.Version);
        var saved = await commit.SaveAsync(Reply.Ok(ImportAnswer.Of(job, progress.Of(id)), job.Version), cancellation);
        if (!saved.IsRefused || saved.Error.Code != CommitErrors.Stale.Code)
        {
            return saved;
        }

        // The worker was quicker: tell how the import ended, or let the caller ask again.
        var now = await context.ImportJobs.AsNoTracking().SingleAsync(i => i.Id == id, cancellation);
        return now.State == ImportState.Stopped ? Reply.Ok(ImportAnswer.Of(now, null), now.Version) : now.IsFinished
            ? ImportErrors.Finished : saved.Error;
    }
}
