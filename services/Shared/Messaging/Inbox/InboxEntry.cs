using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;

namespace Oversight.Messaging;

/// <summary>A message on its way through one consumer.</summary>
internal abstract class InboxEntry(IncomingMessage message, string consumer)
{
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Activity? _activity = Activity.Current;

    public IncomingMessage Message => message;

    public string Consumer => consumer;

    public CancellationToken Cancellation => message.Cancellation;

    /// <summary>
    /// What messages that share a query have in common: the kind of rows that their consumers keep
    /// (<see cref="IRowConsumer{TFact, TRow}"/>) or the consumer (<see cref="IPageConsumer{TFact, TKnown}"/>). Null where the consumer
    /// reads and changes what it likes.
    /// </summary>
    public virtual Type? Rows => null;

    /// <summary>Whether it has a transaction of its own.</summary>
    public virtual bool IsAlone => message.DeferredId is not null;

    /// <summary>Ends when the message has taken its effect or was deferred; fails where the transport is to deliver it again.</summary>
    public Task Completed => _completed.Task;

    /// <summary>Reads what messages with the same <see cref="Rows"/> are about, by the queries of one.</summary>
    public virtual Task<object?> LoadAsync(
        IServiceProvider services, DbContext database, IReadOnlyList<InboxEntry> same, CancellationToken ending) =>
        Task.FromResult<object?>(null);

    /// <summary>Neighbours that keep rows of one kind, and every other entry by itself: what is read once and saved once.</summary>
    public static IEnumerable<IReadOnlyList<InboxEntry>> Runs(IEnumerable<InboxEntry> entries)
    {
        var run = new List<InboxEntry>();
        foreach (var entry in entries)
        {
            if (run.Count > 0 && (entry.Rows is null || entry.Rows != run[0].Rows))
            {
                yield return run;
                run = [];
            }

            run.Add(entry);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    /// <summary>Lets the consumer change entities, in the trace of the message and in the consumer's name.</summary>
    public async Task ApplyAsync(IServiceProvider services, ServiceDbContext database, object? rows)
    {
        Activity.Current = _activity;
        services.GetRequiredService<ActScope>().ActorId = $"system:{consumer}";
        services.GetRequiredService<IncomingFact>().Set(message);
        await ApplyAsync(services, database, rows, Cancellation);
    }

    /// <summary>The row by which a redelivery is told.</summary>
    public InboxMessage Row(DateTime now) => new() { MessageId = message.Id, Consumer = consumer, ConsumedAt = now };

    /// <summary>The row in which the fact waits.</summary>
    public virtual DeferredFact ToDeferred(Guid id, DateTime now) => new()
    {
        Id = id,
        MessageId = message.Id,
        Consumer = consumer,
        Contract = WireName.Of(message.Contract),
        Payload = JsonSerializer.Serialize(message.Fact, message.Contract, WireJson.Options),
        Epoch = message.Epoch,
        Digest = message.Digest,
        ReceivedAt = now,
    };

    public void Complete(bool duplicate)
    {
        (duplicate ? MessagingTelemetry.Duplicates : MessagingTelemetry.Consumed)
            .Add(1, new KeyValuePair<string, object?>("consumer", consumer));
        _completed.TrySetResult();
    }

    public void CompleteDeferred() => _completed.TrySetResult();

    public void Fail(Exception failure) => _completed.TrySetException(failure);

    protected abstract Task ApplyAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending);
}
