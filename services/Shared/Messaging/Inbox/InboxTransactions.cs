using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;

namespace Oversight.Messaging;

/// <summary>
/// The transactions of the inbox. The row of a message is in the transaction of its effect: the first to commit it wins; a redelivery,
/// even at the same moment on another replica, finds the row or violates its key and leaves nothing.
/// </summary>
internal sealed class InboxTransactions<TContext>(IServiceScopeFactory scopes, TimeProvider clock)
    where TContext : ServiceDbContext
{
    /// <summary>Applies one message.</summary>
    /// <returns>What it made known.</returns>
    public async Task<IReadOnlyCollection<string>> ApplyAsync(InboxEntry entry)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = new Work(scope.ServiceProvider);
        if (!await work.ClaimAsync(entry, clock))
        {
            entry.Complete(duplicate: true);
            return [];
        }

        var rows = await entry.LoadAsync(scope.ServiceProvider, work.Database, [entry], entry.Cancellation);
        await entry.ApplyAsync(scope.ServiceProvider, work.Database, rows);
        try
        {
            await work.SaveAsync();
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, work.Database.Database) == InboxMessage.PrimaryKey)
        {
            entry.Complete(duplicate: true);
            return [];
        }

        entry.Complete(duplicate: false);
        return work.Arrivals.Names;
    }

    /// <summary>
    /// Applies several messages in one transaction, one after the other: each consumer sees what those before it have changed. If anything
    /// fails, nothing is left of any.
    /// </summary>
    public async Task<(IReadOnlyCollection<string> Arrived, IReadOnlyList<InboxEntry> OutOfOrder)> ApplyAsync(List<InboxEntry> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = new Work(scope.ServiceProvider);
        work.Database.Database.AutoSavepointsEnabled = false; // A save that fails ends the whole transaction anyway.
        await using var transaction = await work.Database.Database.BeginTransactionAsync();
        var fresh = await FreshAsync(work.Database, batch);
        var outOfOrder = new List<InboxEntry>();
        foreach (var run in InboxEntry.Runs(fresh))
        {
            await work.SaveAsync();
            var rows = await run[0].LoadAsync(scope.ServiceProvider, work.Database, run, run[0].Cancellation);
            foreach (var entry in run)
            {
                try
                {
                    await entry.ApplyAsync(scope.ServiceProvider, work.Database, rows);
                }
                catch (OutOfOrderException) when (entry.Rows is null)
                {
                    work.Database.ChangeTracker.Clear();
                    outOfOrder.Add(entry);
                }
            }
        }

        work.Database.Inbox.AddRange(fresh.Except(outOfOrder).Select(entry => entry.Row(clock.GetUtcNow().UtcDateTime)));
        await work.SaveAsync();
        await transaction.CommitAsync();
        work.Commit.Saved();
        foreach (var entry in batch.Except(outOfOrder))
        {
            entry.Complete(duplicate: !fresh.Contains(entry));
        }

        return (work.Arrivals.Names, outOfOrder);
    }

    private static async Task<List<InboxEntry>> FreshAsync(TContext database, List<InboxEntry> batch)
    {
        var ids = batch.ConvertAll(entry => entry.Message.Id);
        var rows = await database.Inbox.Where(m => ids.Contains(m.MessageId)).Select(m => new { m.MessageId, m.Consumer }).ToListAsync();
        var known = rows.Select(m => (m.MessageId, m.Consumer)).ToHashSet();
        return batch.FindAll(entry => known.Add((entry.Message.Id, entry.Consumer)));
    }

    /// <summary>What one scope of the inbox works with.</summary>
    private sealed class Work(IServiceProvider services)
    {
        public TContext Database { get; } = services.GetRequiredService<TContext>();

        public Commit<TContext> Commit { get; } = services.GetRequiredService<Commit<TContext>>();

        public Arrivals Arrivals { get; } = services.GetRequiredService<Arrivals>();

        /// <summary>Makes the message this transaction's; false if it has taken its effect already.</summary>
        public async Task<bool> ClaimAsync(InboxEntry entry, TimeProvider clock)
        {
            if (entry.Message.DeferredId is { } id)
            {
                // Its row of the inbox stands since it was deferred; the row of the deferral goes with the effect.
                if (await Database.DeferredFacts.SingleOrDefaultAsync(f => f.Id == id) is not { } deferred)
                {
                    return false;
                }

                Database.DeferredFacts.Remove(deferred);
                return true;
            }

            if (await Database.Inbox.AnyAsync(m => m.MessageId == entry.Message.Id && m.Consumer == entry.Consumer))
            {
                return false;
            }

            Database.Inbox.Add(entry.Row(clock.GetUtcNow().UtcDateTime));
            return true;
        }

        /// <summary>Saves what the consumers changed; what follows sees it as it would in a transaction of its own.</summary>
        public async Task SaveAsync()
        {
            await Commit.StampAsync(CancellationToken.None);
            await Database.SaveChangesAsync();
            if (Database.Database.CurrentTransaction is null)
            {
                Commit.Saved();
            }

            Database.ChangeTracker.Clear();
        }
    }
}
