using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Content;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// Goes once through everything of a service that is encrypted, in small batches that each are one transaction with its progress. A batch
/// changes a value only where it is still the one that was read, so whatever the service saves meanwhile is never overwritten.
/// </summary>
internal sealed class KeyPass<TContext>(
    IServiceScopeFactory scopes, PersonalDataKeys<TContext> keys, IReadOnlyList<ContentStore<TContext>> stores, string owner,
    TimeProvider clock, TextWriter output)
    where TContext : ServiceDbContext
{
    private const int Rows = 200, FilesOfBatch = 20, RowsOfReport = 10_000, MostDeadlocks = 4;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    /// <summary>Takes or prolongs the right to rotate the keys of this service.</summary>
    /// <returns>False if another process has it.</returns>
    public async Task<bool> TryLeaseAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        return await Lease.TryTakeAsync(context, Lease.KeyRotation, owner, clock.GetUtcNow().UtcDateTime, LeaseTime, cancellation);
    }

    /// <summary>Gives the right back.</summary>
    public async Task GiveBackAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        await Lease.GiveBackAsync(scope.ServiceProvider.GetRequiredService<TContext>(), owner, CancellationToken.None);
    }

    /// <summary>
    /// Counts everything; with a run, encrypts it anew where it is with another key, from where the run stands to the end.
    /// </summary>
    /// <exception cref="OperationCanceledException">Stopped; the run stands after the last whole batch.</exception>
    public async Task<KeyCount> GoAsync(KeyRotationRun? run, CancellationToken cancellation)
    {
        var count = new KeyCount(keys);
        IReadOnlyList<EncryptedTable> tables;
        await using (var scope = scopes.CreateAsyncScope())
        {
            tables = EncryptedTable.Of(scope.ServiceProvider.GetRequiredService<TContext>().Model);
        }

        var parts = tables.Select(
            table => (table.Name, Go: (Func<string?, Task>)(after => GoAsync(table, run, after, count, cancellation))))
            .Concat(
                stores.Select(
                    store => (store.Name, Go: (Func<string?, Task>)(after => GoAsync(store, run, after, count, cancellation))))).ToList();
        var first = Math.Max(0, parts.FindIndex(part => part.Name == run?.Part));
        foreach (var (name, go) in parts.Skip(first))
        {
            await go(name == run?.Part ? run?.After : null);
        }

        if (run is not null)
        {
            (run.Part, run.After) = (null, null);
            await InBatchAsync(context => StoreAsync(context, run, count, cancellation), run, cancellation);
        }

        return count;
    }

    private async Task GoAsync(EncryptedTable table, KeyRotationRun? run, string? after, KeyCount count, CancellationToken cancellation)
    {
        long read = 0, before = count.Values;
        for (IReadOnlyList<EncryptedRow> rows = []; ; read += rows.Count)
        {
            if (read > 0 && read % RowsOfReport < Rows)
            {
                await ReportAsync(table.Name, read, count.Values - before, run is not null);
            }

            await InBatchAsync(
                async context =>
                {
                    rows = await table.ReadAsync(context, after, Rows, cancellation);
                    await RenewAsync(context, table, rows, run, count, cancellation);
                },
                run,
                cancellation);
            if (rows.Count == 0)
            {
                break;
            }

            after = EncryptedTable.PositionOf(rows[^1]);
        }

        if (read > 0)
        {
            await ReportAsync(table.Name, read, count.Values - before, run is not null);
        }
    }

    private static async Task RenewAsync(
        TContext context, EncryptedTable table, IReadOnlyList<EncryptedRow> rows, KeyRotationRun? run, KeyCount count,
        CancellationToken cancellation)
    {
        if (run is null)
        {
            foreach (var row in rows)
            {
                Add(table, row, row.Values, count);
            }

            return;
        }

        if (rows.Count == 0)
        {
            return;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        foreach (var row in rows)
        {
            var values = row.Values.Select(
                (value, i) => count.Renew(value, row.Fields[i], $"{table.Name} {EncryptedTable.PositionOf(row)}")).ToList();
            var isChanged = values.Where((value, i) => !ReferenceEquals(value, row.Values[i])).Any();
            if (!isChanged || await table.ReplaceAsync(context, row, values, cancellation))
            {
                Add(table, row, values, count);
            }
            else
            {
                count.Raced++;
            }
        }

        (run.Part, run.After) = (table.Name, EncryptedTable.PositionOf(rows[^1]));
        await StoreAsync(context, run, count, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static void Add(EncryptedTable table, EncryptedRow row, IReadOnlyList<object?> values, KeyCount count)
    {
        foreach (var id in values.OfType<object>().SelectMany(KeyCount.KeysOf))
        {
            count.Add(id, $"{table.Name} {EncryptedTable.PositionOf(row)}");
        }
    }

    private async Task GoAsync(
        ContentStore<TContext> store, KeyRotationRun? run, string? after, KeyCount count, CancellationToken cancellation)
    {
        long read = 0, before = count.Files;
        foreach (var address in store.AddressesAfter(after))
        {
            cancellation.ThrowIfCancellationRequested();
            await RenewAsync(store, address, run, count, cancellation);
            read++;
            if (run is not null && read % FilesOfBatch == 0)
            {
                (run.Part, run.After) = (store.Name, address);
                await InBatchAsync(context => StoreAsync(context, run, count, cancellation), run, cancellation);
            }
        }

        if (read > 0)
        {
            await ReportAsync(store.Name, read, count.Files - before, run is not null);
        }
    }

    private async Task RenewAsync(
        ContentStore<TContext> store, string address, KeyRotationRun? run, KeyCount count, CancellationToken cancellation)
    {
        try
        {
            var id = await store.KeyOfAsync(address, cancellation);
            if (run is not null && id is not null && id != keys.Current.Id && !keys.IsLost(id))
            {
                await store.RenewAsync(address, cancellation);
                count.Files++;
                id = keys.Current.Id;
            }

            count.Add(id, $"{store.Name} {address}");
        }
        catch (Exception e) when (e is CryptographicException or KeyUnavailableException)
        {
            count.AddUnreadable($"{store.Name} {address}");
        }
    }

    // Everything of the batch is read and decided again for a victim of a deadlock, the database has undone it; its counts are off by it
    // then.
    private async Task InBatchAsync(Func<TContext, Task> batch, KeyRotationRun? run, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await batch(scope.ServiceProvider.GetRequiredService<TContext>());
                break;
            }
            catch (Exception e) when (tries <= MostDeadlocks && DatabaseErrors.IsDeadlock(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10, 100 * tries)), clock, cancellation);
            }
        }

        if (run is not null && !await TryLeaseAsync(cancellation))
        {
            throw new OperationCanceledException("Another process rotates the keys of this service.");
        }
    }

    private static async Task StoreAsync(TContext context, KeyRotationRun run, KeyCount count, CancellationToken cancellation)
    {
        var (values, files) = (run.Values + count.Values, run.Files + count.Files);
        await context.Set<KeyRotationRun>().Where(r => r.Id == run.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Part, run.Part).SetProperty(r => r.After, run.After).SetProperty(r => r.Values, values)
                .SetProperty(r => r.Files, files), cancellation);
    }

    private Task ReportAsync(string part, long read, long renewed, bool isRotation) =>
        output.WriteLineAsync($"{keys.Location.Service}: {part}: {read} read" + (isRotation ? $", {renewed} encrypted anew" : ""));
}
