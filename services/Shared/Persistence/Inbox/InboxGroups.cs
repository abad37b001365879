using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Inbox;

/// <summary>
/// Lets messages for one database take effect, each once. A message that comes while nobody is taken goes at once; what comes
/// meanwhile waits and then takes effect together, in one transaction: a commit, which is most of what a fact costs, is paid once.
/// </summary>
/// <remarks>
/// Within a transaction one message follows the other: each consumer sees what those before it have changed. If anything fails, nothing of
/// the transaction is left, and each message is taken by itself, so that only the one at fault fails. A message that is ahead of another
/// (<see cref="FactAheadException"/>) leaves the others as they are. Every row of the inbox is in the transaction of its message's effect.
/// </remarks>
#pragma warning disable CA1001 // The semaphore is never asked for a wait handle: there is nothing to dispose of, and what is under way at the end may still release it.
public sealed class InboxGroups<TContext>
#pragma warning restore CA1001
    where TContext : ServiceDbContext
{
    // Of those that are taken by themselves after a failure, at the same time: each holds a connection of the database.
    private const int MostAlone = 16;

    private readonly IServiceScopeFactory _scopes;
    private readonly OutboxSignal<TContext> _signal;
    private readonly CommitSignal<TContext> _commits;
    private readonly TimeProvider _clock;
    private readonly int _most, _lanes;
    private readonly Lock _turn = new();
    private readonly Queue<InboxEntry> _waiting = [];
    private readonly SemaphoreSlim _alone = new(MostAlone);
    private int _running;

    internal InboxGroups(
        IServiceScopeFactory scopes, OutboxSignal<TContext> signal, CommitSignal<TContext> commits, TimeProvider clock, int most,
        int lanes) =>
        (_scopes, _signal, _commits, _clock, _most, _lanes) = (scopes, signal, commits, clock, most, lanes);

    /// <summary>Returns when the message has taken its effect, now or before.</summary>
    /// <param name="entry">The message.</param>
    /// <param name="alone">By itself, as after a failure.</param>
    /// <exception cref="Exception">What the consumer or the database threw; nothing of the message is left.</exception>
    internal async Task TakeAsync(InboxEntry entry, bool alone)
    {
        if (!alone && await TogetherAsync(entry))
        {
            return;
        }

        await _alone.WaitAsync(entry.Cancellation);
        try
        {
            await TakeAloneAsync(entry);
        }
        finally
        {
            _alone.Release();
        }
    }

    private Task<bool> TogetherAsync(InboxEntry entry)
    {
        lock (_turn)
        {
            _waiting.Enqueue(entry);
            if (_running == _lanes)
            {
                return entry.Settled;
            }

            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static groups => _ = groups.RunAsync(), this, preferLocal: false);
        return entry.Settled;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } group)
        {
            try
            {
                if (group.Count == 1)
                {
                    await TakeAloneAsync(group[0]);
                }
                else
                {
                    await TakeAsync(group);
                }
            }
            catch (Exception e) when (group.Count == 1)
            {
                group[0].Fail(e);
            }
            catch (Exception)
            {
                group.ForEach(entry => entry.TakeAlone()); // Whoever is at fault meets the failure there.
            }
        }
    }

    private List<InboxEntry> Next()
    {
        var group = new List<InboxEntry>();
        lock (_turn)
        {
            while (group.Count < _most && _waiting.TryDequeue(out var entry))
            {
                group.Add(entry);
            }

            _running -= group.Count == 0 ? 1 : 0;
        }

        return group;
    }

    private async Task TakeAloneAsync(InboxEntry entry)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var (database, act) = (scope.ServiceProvider.GetRequiredService<TContext>(), scope.ServiceProvider.GetRequiredService<ActContext>());
        if (await database.Inbox.AnyAsync(m => m.MessageId == entry.Id && m.Consumer == entry.Consumer, entry.Cancellation))
        {
            entry.Take(repeat: true);
            return;
        }

        var rows = await entry.LoadAsync(database, [entry], entry.Cancellation);
        await entry.ConsumeAsync(scope.ServiceProvider, act, database, rows, entry.Cancellation);
        database.Inbox.Add(entry.Row(_clock));
        var announces = Announces(database);
        try
        {
            await database.SaveChangesAsync(entry.Cancellation);
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, database.Database) == InboxMessage.PrimaryKey)
        {
            entry.Take(repeat: true);
            return;
        }

        entry.Take(repeat: false);
        Announce(announces);
    }

    private async Task TakeAsync(List<InboxEntry> group)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource([.. group.Select(entry => entry.Cancellation)]);
        await using var scope = _scopes.CreateAsyncScope();
        var (database, act) = (scope.ServiceProvider.GetRequiredService<TContext>(), scope.ServiceProvider.GetRequiredService<ActContext>());
        database.Database.AutoSavepointsEnabled = false; // A save that fails ends the whole transaction anyway.
        await using var transaction = await database.Database.BeginTransactionAsync(ending.Token);
        var fresh = await WithoutRepeatsAsync(database, group, ending.Token);
        var (ahead, announces) = (new Dictionary<InboxEntry, FactAheadException>(), false);
        object? rows = null;
        for (var i = 0; i < fresh.Count; i++)
        {
            var entry = fresh[i];
            if (i == 0 || entry.Rows is null || entry.Rows != fresh[i - 1].Rows)
            {
                announces |= await SaveAsync(database, ending.Token);
                rows = await entry.LoadAsync(database, fresh.Skip(i).TakeWhile(next => next.Rows == entry.Rows), ending.Token);
            }

            try
            {
                await entry.ConsumeAsync(scope.ServiceProvider, act, database, rows, ending.Token);
            }
            catch (FactAheadException e) when (entry.Rows is null)
            {
                database.ChangeTracker.Clear();
                ahead.Add(entry, e);
            }
        }

        database.Inbox.AddRange(fresh.Where(entry => !ahead.ContainsKey(entry)).Select(entry => entry.Row(_clock)));
        announces |= await SaveAsync(database, ending.Token);
        await transaction.CommitAsync(ending.Token);
        foreach (var entry in group)
        {
            if (ahead.TryGetValue(entry, out var failure))
            {
                entry.Fail(failure);
            }
            else
            {
                entry.Take(repeat: !fresh.Contains(entry));
            }
        }

        Announce(announces);
    }

    private static async Task<List<InboxEntry>> WithoutRepeatsAsync(TContext database, List<InboxEntry> group, CancellationToken ending)
    {
        var ids = group.ConvertAll(entry => entry.Id);
        var rows = await database.Inbox.Where(m => ids.Contains(m.MessageId)).Select(m => new { m.MessageId, m.Consumer }).ToListAsync(ending);
        var known = rows.Select(m => (m.MessageId, m.Consumer)).ToHashSet();
        return group.FindAll(entry => known.Add((entry.Id, entry.Consumer)));
    }

    // What follows sees what was changed so far, as it would in a transaction of its own.
    private static async Task<bool> SaveAsync(TContext database, CancellationToken ending)
    {
        var announces = Announces(database);
        await database.SaveChangesAsync(ending);
        database.ChangeTracker.Clear();
        return announces;
    }

    private static bool Announces(TContext database) => database.ChangeTracker.Entries<OutboxMessage>().Any();

    private void Announce(bool announces)
    {
        _commits.Set();
        if (announces)
        {
            _signal.Set();
        }
    }
}
