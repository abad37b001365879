using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Inbox;

/// <summary>A message on its way through one consumer.</summary>
/// <param name="id">Id of the message on the bus.</param>
/// <param name="consumer">Name of the consumer.</param>
/// <param name="cancellation">Ends the work.</param>
internal abstract class InboxEntry(Guid id, string consumer, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Activity? _activity = Activity.Current;

    public Guid Id => id;

    public string Consumer => consumer;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Kind of the rows that the consumer keeps (<see cref="IRowConsumer{TFact, TRow}"/>), or null if it reads and changes what it likes.</summary>
    public virtual Type? Rows => null;

    /// <summary>True once the message has taken its effect; false when it is to be taken by itself; or the failure that it met.</summary>
    public Task<bool> Settled => _settled.Task;

    /// <summary>Reads the rows that messages with the same <see cref="Rows"/> are about, by one query.</summary>
    public virtual Task<object?> LoadAsync(DbContext database, IEnumerable<InboxEntry> same, CancellationToken ending) => Task.FromResult<object?>(null);

    /// <summary>Lets the consumer change entities, in the trace of the message and in the consumer's name.</summary>
    public async Task ConsumeAsync(IServiceProvider services, ActContext act, DbContext database, object? rows, CancellationToken ending)
    {
        Activity.Current = _activity;
        act.ActorId = $"system:{consumer}";
        await ConsumeAsync(services, database, rows, ending);
    }

    public InboxMessage Row(TimeProvider clock) => new() { MessageId = id, Consumer = consumer, ConsumedAt = clock.GetUtcNow().UtcDateTime };

    public void Take(bool repeat)
    {
        (repeat ? PersistenceTelemetry.Repeats : PersistenceTelemetry.Consumed).Add(1, new KeyValuePair<string, object?>("consumer", consumer));
        _settled.TrySetResult(true);
    }

    public void TakeAlone() => _settled.TrySetResult(false);

    public void Fail(Exception failure) => _settled.TrySetException(failure);

    protected abstract Task ConsumeAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending);
}
