using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Leasing;
using Oversight.Persistence.PersonalData;
using Oversight.Registry.Data;

namespace Oversight.Registry.Import;

/// <summary>
/// Carries imports out, one at a time per process. An import belongs to the worker that leased it; after a kill the lease runs
/// out and another begins it again from its file. Of two that should ever work on one, the version of the import lets one commit.
/// </summary>
internal sealed partial class ImportWorker(
    IServiceScopeFactory scopes, ImportProgress progress, PersonalDataKeys<RegistryDbContext> keys, CommitSignal<RegistryDbContext> commits, TimeProvider clock,
    ILogger<ImportWorker> log)
    : PeriodicWorker(TimeSpan.FromMilliseconds(250), clock, log, commits)
{
    /// <summary>How often an import is begun before it is given up as faulty.</summary>
    public const int MaxAttempts = 5;

    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;
    private readonly string _owner = $"import/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        // Without its keys no import can succeed, and each attempt counts.
        if (keys.Unmet is not null || await TakeAsync(cancellation) is not { } id)
        {
            return false;
        }

        using var running = progress.Follow(id);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var renewal = RenewAsync(id, done.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ImportRun>().RunAsync(id, running, cancellation);
        }
        catch (Exception e) when (e is ImportConflictException or DbUpdateConcurrencyException || DatabaseErrors.IsInfrastructure(e))
        {
            // The register, the officer's stop or the database came in between; nothing was committed, the import is begun again.
            LogBeginAgain(_log, e, id);
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }

        return true;
    }

    private async Task<Guid?> TakeAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RegistryDbContext>();
        var now = _clock.GetUtcNow().UtcDateTime;
        var open = context.ImportJobs.Where(i => i.State == ImportState.Waiting || i.State == ImportState.Checking || i.State == ImportState.Applying)
            .LeasableBy(_owner, now, LeaseTime);
        var id = await open.OrderBy(i => i.RequestedAt).ThenBy(i => i.Id).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellation);
        return id is { } found && await open.TryAcquireAsync(found, _owner, now, LeaseTime, cancellation) ? id : null;
    }

    // While the transaction of a single-writer database is open a renewal cannot be written; then nobody else can write either.
    private async Task RenewAsync(Guid id, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LeaseTime / 3, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<RegistryDbContext>().ImportJobs
                        .ProlongAsync(id, _owner, _clock.GetUtcNow().UtcDateTime, LeaseTime, cancellation);
                }
                catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
                {
                    LogNotRenewed(_log, id);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The import has ended.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Import {Id} met a conflict; it will be begun again")]
    private static partial void LogBeginAgain(ILogger log, Exception e, Guid id);

    [LoggerMessage(2, LogLevel.Information, "The lease of import {Id} could not be renewed; the database is busy")]
    private static partial void LogNotRenewed(ILogger log, Guid id);
}
