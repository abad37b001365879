using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Outbox;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Import;

/// <summary>
/// One run of one import: check every row, then apply the sound ones in one transaction together with the report and the end
/// of the import. Until that commit nothing of it is in the register, so a stop, a conflict or a kill leaves nothing behind.
/// </summary>
internal sealed class ImportRun(
    RegistryDbContext context, Commit<RegistryDbContext> commit, ActScope act, RegisterRules rules, ParticularsReader reader,
    ApplyImport apply, ImportFileProtector files, OutboxSignal<RegistryDbContext> signal, IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly ImportAccount _account = new();
    private int _lines;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ImportConflictException">The register moved meanwhile; begin again.</exception>
    /// <exception cref="OperationCanceledException">The host stops; another worker begins it again.</exception>
    public async Task RunAsync(Guid id, ImportProgress.Running running, CancellationToken cancellation)
    {
        var job = await context.ImportJobs.SingleAsync(i => i.Id == id, cancellation);
        (act.ActorId, act.Department, act.Division) = (job.RequestedBy, job.Department, job.Division);
        // A stop that came while no worker ran is stored with the job, so the next attempt finds it and ends at once.
        if (job.StopRequested || job.Attempts >= ImportWorker.MaxAttempts)
        {
            var state = job.StopRequested ? ImportState.Stopped : ImportState.Refused;
            await EndAsync(job, state, job.StopRequested ? null : ImportErrors.GivenUp, cancellation);
            return;
        }

        job.BeginChecking();
        await SaveAsync(cancellation);
        var content = await context.ImportFiles.AsNoTracking().Where(f => f.ImportId == id).Select(f => f.ContentCipher)
            .SingleAsync(cancellation);
        var read = Read(files.Reveal(id, content), DivisionCode.FromStored(job.Division), running, cancellation);
        if (running.StopRequested || read.IsRefused)
        {
            var state = running.StopRequested ? ImportState.Stopped : ImportState.Refused;
            await EndAsync(job, state, running.StopRequested ? null : read.Error, cancellation);
            return;
        }

        job.BeginApplying(_account.Rows, _account.Refused);
        await SaveAsync(cancellation);
        await ApplyAsync(job, read.Value, running, cancellation);
    }

    // The sound rows. A stop ends it wherever it is; what it returns then is not used.
    private Result<List<SoundRow>> Read(byte[] content, DivisionCode scope, ImportProgress.Running running, CancellationToken cancellation)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation, running.Stopped);
        var rows = new List<SoundRow>();
        try
        {
            var file = RegisterFile.Open(content, reading.Token);
            if (file.IsRefused)
            {
                return file.Error;
            }

            _lines = file.Value.LineCount;
            var rowReader = new RowReader(rules, reader, scope, OfficialTime.DateOf(commit.Now));
            foreach (var line in file.Value.Read(reading.Token))
            {
                reading.Token.ThrowIfCancellationRequested();
                _account.Read(line);
                if (line.Kind != LineKind.Row)
                {
                    continue;
                }

                var row = rowReader.Read(line);
                if (row.IsRefused)
                {
                    _account.Refuse(line.First, line.Last, row.Error);
                }
                else
                {
                    rows.Add(row.Value);
                }

                if (_account.Rows % 100 == 0)
                {
                    running.Checked(_account.Rows);
                }
            }
        }
        catch (OperationCanceledException) when (running.StopRequested && !cancellation.IsCancellationRequested)
        {
            // The officer's stop, which the caller asks for; the host's goes on to the worker.
        }

        running.Checked(_account.Rows);
        return rows;
    }

    private async Task ApplyAsync(ImportJob job, List<SoundRow> rows, ImportProgress.Running running, CancellationToken cancellation)
    {
        var scope = DivisionCode.FromStored(job.Division);
        var wanted = job.OnFault == OnFault.Skip || _account.Refused == 0;
        // Without a transaction nothing is saved. A file with a refused row is compared with the register all the same, so that the
        // report names the refusals of both.
        await using var transaction = job.DryRun || !wanted ? null : await context.Database.BeginTransactionAsync(cancellation);
        foreach (var batch in rows.Chunk(ApplyImport.BatchSize))
        {
            if (running.StopRequested || await IsStopRequestedAsync(job.Id, cancellation))
            {
                await RollBackAsync(transaction, job, ImportState.Stopped, null, cancellation);
                return;
            }

            Note(batch, await apply.ApplyAsync(batch, scope, transaction is null, cancellation));
            running.Applied(Applied);
        }

        if (_account.Check(_lines, Applied) is { IsRefused: true } lost)
        {
            await RollBackAsync(transaction, job, ImportState.Refused, lost.Error, cancellation);
            return;
        }

        // The register may refuse a row that the reader found sound.
        if (_account.Refused > 0 && job.OnFault == OnFault.Refuse)
        {
            await RollBackAsync(transaction, job, ImportState.Refused, null, cancellation);
            return;
        }

        await EndAsync(job, ImportState.Done, null, cancellation);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellation);
            // Each save has woken the relay before its facts were visible; now they are committed.
            signal.Set();
        }
    }

    private int Applied => apply.Counts.Created + apply.Counts.Changed + apply.Counts.Unchanged;

    private void Note(SoundRow[] batch, Dictionary<SoundRow, Error> refused)
    {
        foreach (var row in batch)
        {
            if (refused.TryGetValue(row, out var why))
            {
                _account.Refuse(row.First, row.Last, why);
            }
            else if (row.Review is { } review)
            {
                _account.Review(row.First, row.Last, review);
            }
        }
    }

    private async Task RollBackAsync(
        IDbContextTransaction? transaction, ImportJob job, ImportState state, Error? why, CancellationToken cancellation)
    {
        if (transaction is not null)
        {
            await transaction.RollbackAsync(cancellation);
        }

        await EndAsync(job, state, why, cancellation);
    }

    // Ends the import with its report in one save; the file has served.
    private async Task EndAsync(ImportJob job, ImportState state, Error? why, CancellationToken cancellation)
    {
        context.ChangeTracker.Clear();
        var (created, changed, unchanged) = state is ImportState.Done or ImportState.Refused ? apply.Counts : default;
        var counts = new ImportCounts(_lines, _account.Rows, created, changed, unchanged, _account.Refused, _account.Ignored);
        // Attached before it changes: the save compares the version that the run knows, so a stop requested meanwhile makes it stale.
        context.Attach(job);
        // Not the instant of the act, which is when the run began: a large import takes minutes.
        job.Finish(state, clock.GetUtcNow().UtcDateTime, counts, why?.Code, why?.Message);
        context.Update(job);
        context.ImportReportLines.AddRange(_account.Report(job.Id));
        context.ImportFiles.Remove(new ImportFile { ImportId = job.Id, ContentCipher = [] });
        commit.Record("import.end", "import", job.Id, job.Version, new { job.State, job.DryRun, job.FileHash, counts });
        await SaveAsync(cancellation);
    }

    // Asked with another connection: what an officer asked for meanwhile is not seen inside the open transaction.
    private async Task<bool> IsStopRequestedAsync(Guid id, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var jobs = scope.ServiceProvider.GetRequiredService<RegistryDbContext>().ImportJobs;
        return await jobs.AsNoTracking().AnyAsync(i => i.Id == id && i.StopRequested, cancellation);
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        if (await commit.SaveAsync(cancellation) is { IsRefused: true } refused)
        {
            throw new ImportConflictException(refused.Error);
        }
    }
}
