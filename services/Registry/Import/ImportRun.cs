using Microsoft.EntityFrameworkCore;
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
    RegistryDbContext context, Commit<RegistryDbContext> commit, ActContext act, RegisterRules rules, ParticularsReader reader, ApplyImport apply,
    OutboxSignal<RegistryDbContext> signal, IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int MaxFaults = 20_000;
    private readonly List<(int Line, Error Why)> _faults = [];

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ImportConflictException">The register moved meanwhile; begin again.</exception>
    public async Task RunAsync(Guid id, ImportProgress.Running running, CancellationToken cancellation)
    {
        var job = await context.ImportJobs.SingleAsync(i => i.Id == id, cancellation);
        (act.ActorId, act.Department, act.Division) = (job.RequestedBy, job.Department, job.Division);
        if (job.StopRequested || job.Attempts >= ImportWorker.MaxAttempts)
        {
            await EndAsync(job, job.StopRequested ? ImportState.Stopped : ImportState.Refused, 0, job.StopRequested ? null : GivenUp, cancellation);
            return;
        }

        job.BeginChecking();
        await SaveAsync(cancellation);
        var content = await context.ImportFiles.AsNoTracking().Where(f => f.ImportId == id).Select(f => f.Content).SingleAsync(cancellation);
        var file = RegisterFile.Open(content);
        if (file.IsRefused)
        {
            await EndAsync(job, ImportState.Refused, 0, file.Error, cancellation);
            return;
        }

        var scope = DivisionCode.FromStored(job.Division);
        var (rows, count) = Check(file.Value, scope, running);
        if (running.StopRequested)
        {
            await EndAsync(job, ImportState.Stopped, count, null, cancellation);
            return;
        }

        if (count > RegisterFile.MaxRows)
        {
            await EndAsync(job, ImportState.Refused, count, ImportErrors.TooManyRows, cancellation);
            return;
        }

        job.BeginApplying(count, _faults.Count);
        await SaveAsync(cancellation);
        await ApplyAsync(job, rows, scope, count, running, cancellation);
    }

    private static readonly Error GivenUp = new(
        ErrorKind.Conflict, "registry.import.given_up", "The import met a conflict every time: two entries would have one credit code or licence number, or the register changed all the while.");

    private (List<SoundRow> Rows, int Count) Check(RegisterFile file, DivisionCode scope, ImportProgress.Running running)
    {
        var (rows, count, rowReader) = (new List<SoundRow>(), 0, new RowReader(rules, reader, scope, OfficialTime.DateOf(commit.Now)));
        foreach (var row in file.Rows())
        {
            var read = rowReader.Read(row);
            if (read.IsRefused)
            {
                _faults.Add((row.Line, read.Error));
            }
            else
            {
                rows.Add(read.Value);
            }

            if (++count % 100 == 0)
            {
                running.Checked(count);
                if (running.StopRequested || count > RegisterFile.MaxRows)
                {
                    break;
                }
            }
        }

        running.Checked(count);
        return (rows, count);
    }

    private async Task ApplyAsync(ImportJob job, List<SoundRow> rows, DivisionCode scope, int count, ImportProgress.Running running, CancellationToken cancellation)
    {
        var wanted = job.OnFault == OnFault.Skip || _faults.Count == 0;
        await using var transaction = job.DryRun || !wanted ? null : await context.Database.BeginTransactionAsync(cancellation);
        foreach (var portion in rows.Chunk(ApplyImport.Portion))
        {
            if (running.StopRequested || await IsStopRequestedAsync(job.Id, cancellation))
            {
                await RollBackAsync(transaction, job, ImportState.Stopped, count, null, cancellation);
                return;
            }

            _faults.AddRange(await apply.ApplyAsync(portion, scope, transaction is null, cancellation));
            running.Applied(apply.Counts.Created + apply.Counts.Changed + apply.Counts.Unchanged);
        }

        if (_faults.Count > 0 && job.OnFault == OnFault.Refuse)
        {
            await RollBackAsync(transaction, job, ImportState.Refused, count, null, cancellation);
            return;
        }

        await EndAsync(job, ImportState.Done, count, null, cancellation);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellation);
            signal.Set();
        }
    }

    private async Task RollBackAsync(
        Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction? transaction, ImportJob job, ImportState state, int count, Error? why, CancellationToken cancellation)
    {
        if (transaction is not null)
        {
            await transaction.RollbackAsync(cancellation);
        }

        await EndAsync(job, state, count, why, cancellation);
    }

    // Ends the import with its report in one save; the file has served.
    private async Task EndAsync(ImportJob job, ImportState state, int count, Error? why, CancellationToken cancellation)
    {
        context.ChangeTracker.Clear();
        var (created, changed, unchanged) = state is ImportState.Done or ImportState.Refused ? apply.Counts : default;
        context.Attach(job);
        // Not the instant of the act, which is when the run began: a large import takes minutes.
        job.Finish(state, clock.GetUtcNow().UtcDateTime, new ImportCounts(count, created, changed, unchanged, _faults.Count), why?.Code, why?.Message);
        context.Update(job);
        var number = 0;
        foreach (var (line, fault) in _faults.OrderBy(f => f.Line).Take(MaxFaults))
        {
            context.ImportFaults.Add(new ImportFault
            {
                ImportId = job.Id, Number = ++number, Line = line, Column = ColumnOf(fault.Field), Code = fault.Code, Message = fault.Message,
            });
        }

        context.ImportFiles.Remove(new ImportFile { ImportId = job.Id, Content = [] });
        commit.Record("import.end", "import", job.Id, job.Version, new { job.State, job.DryRun, job.FileHash, count, created, changed, unchanged, refused = _faults.Count });
        await SaveAsync(cancellation);
    }

    private static string? ColumnOf(string? field) =>
        field is not null && RegisterFile.Columns.TryGetValue(field.Split('.')[^1] is "number" ? "licenceNumber" : field.Split('.')[^1], out var column) ? column : null;

    // Asked with another connection: what an officer asked for meanwhile is not seen inside the open transaction.
    private async Task<bool> IsStopRequestedAsync(Guid id, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegistryDbContext>().ImportJobs.AsNoTracking().AnyAsync(i => i.Id == id && i.StopRequested, cancellation);
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        if (await commit.SaveAsync(cancellation) is { IsRefused: true } refused)
        {
            throw new ImportConflictException(refused.Error);
        }
    }
}
