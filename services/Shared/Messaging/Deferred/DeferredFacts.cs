using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;

namespace Oversight.Messaging;

/// <summary>
/// Keeps what a consumer could not apply, and says when it is to be tried again: what waits, when its awaited record arrives; what is
/// parked, after a restart or by a person's word. Waiting is a row, never a timer.
/// </summary>
/// <remarks>
/// No wake-up is lost. A fact that is deferred is tried once more after its row is committed; an arrival looks for rows after it is
/// committed. Whichever commits last sees the other. A process that dies in between tries everything again when it starts.
/// </remarks>
internal sealed class DeferredFacts<TContext>(
    IServiceScopeFactory scopes, TimeProvider clock, TimeOrderedIds ids, Signal<DeferredFactWorker<TContext>> signal)
    where TContext : ServiceDbContext
{
    private readonly ConcurrentDictionary<string, byte> _arrived = new(StringComparer.Ordinal);

    /// <summary>Keeps a fact until what it awaits arrives.</summary>
    public Task AwaitAsync(InboxEntry entry, string awaits) =>
        DeferAsync(entry, (row, now) => row.Await(awaits, now, first: row.Awaits != awaits));

    /// <summary>Parks a fact that cannot be applied as it is.</summary>
    public Task ParkAsync(InboxEntry entry, Exception fault) =>
        DeferAsync(entry, (row, now) => row.Park(Describe(fault), now));

    /// <summary>Parks a message that no consumer could be given, with its text as it came.</summary>
    public async Task ParkAsync(Guid messageId, string consumer, string contract, string payload, Exception fault)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>();
        var now = Now();
        var row = new DeferredFact
        {
            Id = ids.Next(now), MessageId = messageId, Consumer = consumer, Contract = contract, Payload = payload, ReceivedAt = now,
        };
        row.Park(Describe(fault), now);
        database.Inbox.Add(new InboxMessage { MessageId = messageId, Consumer = consumer, ConsumedAt = now });
        database.DeferredFacts.Add(row);
        await SaveAsync(database);
    }

    /// <summary>
    /// Makes due what waits for records that have arrived. What a database that is away keeps from being looked for is looked for later.
    /// </summary>
    public async Task ReleaseAsync(IReadOnlyCollection<string> arrived)
    {
        foreach (var name in arrived)
        {
            _arrived[name] = 0;
        }

        if (_arrived.IsEmpty)
        {
            return;
        }

        var names = _arrived.Keys.ToList();
        await using var scope = scopes.CreateAsyncScope();
        DateTime? now = Now();
        var due = await scope.ServiceProvider.GetRequiredService<TContext>().DeferredFacts
            .Where(f => f.Awaits != null && names.Contains(f.Awaits) && f.DueAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.DueAt, now));
        names.ForEach(name => _arrived.TryRemove(name, out _));
        if (due > 0)
        {
            signal.Set();
        }
    }

    /// <summary>Makes everything due: a new program, other rules or a mended database may help what nothing helped before.</summary>
    public async Task RetryAllAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        DateTime? now = Now();
        await scope.ServiceProvider.GetRequiredService<TContext>().DeferredFacts.Where(f => f.DueAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.DueAt, now), cancellation);
        signal.Set();
    }

    private async Task DeferAsync(InboxEntry entry, Action<DeferredFact, DateTime> note)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>();
        var now = Now();
        if (await RowAsync(database, entry, now) is { } row)
        {
            note(row, now);
            await SaveAsync(database);
            MessagingTelemetry.Deferred.Add(1, new("consumer", entry.Consumer), new("state", row.State.ToString()));
            if (row.DueAt is not null)
            {
                signal.Set();
            }
        }

        entry.CompleteDeferred();
    }

    private async Task<DeferredFact?> RowAsync(TContext database, InboxEntry entry, DateTime now)
    {
        if (entry.Message.DeferredId is { } id)
        {
            return await database.DeferredFacts.SingleOrDefaultAsync(f => f.Id == id);
        }

        if (await database.Inbox.AnyAsync(m => m.MessageId == entry.Message.Id && m.Consumer == entry.Consumer))
        {
            return null;
        }

        var row = entry.ToDeferred(ids.Next(now), now);
        database.Inbox.Add(entry.Row(now));
        database.DeferredFacts.Add(row);
        return row;
    }

    private static async Task SaveAsync(TContext database)
    {
        try
        {
            await database.SaveChangesAsync();
        }
        catch (DbUpdateException e)
            when (DatabaseErrors.ViolatedUniqueIndex(e, database.Database) is InboxMessage.PrimaryKey or DeferredFact.MessageIndex)
        {
            // Another replica was given the same message and has applied or deferred it.
        }
    }

    private static string Describe(Exception fault) => $"{fault.GetType().Name}: {fault.Message}";

    private DateTime Now() => UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime);
}
