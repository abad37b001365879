using System.Collections.Concurrent;
using MassTransit;
using Oversight.Persistence.Outbox;

namespace Oversight.Messaging;

/// <summary>
/// What "delivered" means on the present transport. A durable broker has delivered once it confirmed. Inside one process
/// nothing is durable but the databases, so a fact counts as delivered only when every consumer has committed or deferred it.
/// </summary>
public interface IDelivery
{
    /// <summary>Sends one fact and returns when it is safe to forget it.</summary>
    /// <param name="row">Its row of the outbox: id, epoch, digest and destination.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="type">Its contract.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ConsumerFailedException">A database of this process refuses; the row is to be republished later.</exception>
    /// <exception cref="UnheardFactException">Nobody consumes it yet; the row is to be republished later.</exception>
    Task SendAsync(OutboxMessage row, object fact, Type type, CancellationToken cancellation);

    /// <summary>True if the transport is known to be away, so that sending now would only wait.</summary>
    bool IsAway { get; }

    /// <summary>A consumer of this process has committed or deferred the message, or has failed on it.</summary>
    /// <returns>True if the sender was waiting to hear it, and will send the message again after a failure.</returns>
    bool Report(Guid messageId, string consumer, Exception? failure);
}

/// <summary>
/// Delivery through a durable broker with publisher confirms (RabbitMQ). The broker also confirms what no queue takes; so
/// every fact is sent as mandatory, and one that comes back waits in the outbox until its consumer's
/// queue exists.
/// </summary>
/// <remarks>
/// A caller that stops waiting does not stop the send: the next attempt for the same row waits for the same confirm. A broker that
/// takes longer than <see cref="OutboxOptions.PublishTimeout"/> is thereby slow and no more. Were the fact sent anew each time, no attempt
/// would ever see its confirm, and the broker would hold as many duplicates as there were attempts.
/// </remarks>
public sealed class BrokerDelivery(IBusControl bus) : IDelivery
{
    // Longer than a broker needs that has fallen behind; short enough that a send which waits in the transport's own backoff, whose
    // steps double, does not hold its fact back once the broker has returned.
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30), TimeToNotice = TimeSpan.FromSeconds(5);

    // Completed sends that no attempt asks for again, since another replica has the bucket by now, are dropped beyond this many.
    private const int MostKept = 2_000;

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();

    /// <inheritdoc />
    public bool IsAway => bus.CheckHealth().Status == BusHealthStatus.Unhealthy;

    /// <inheritdoc />
    /// <exception cref="OperationCanceledException">The time is over; whether the broker has the fact is not known yet.</exception>
    public async Task SendAsync(OutboxMessage row, object fact, Type type, CancellationToken cancellation)
    {
        // A failure that came while nobody waited is no answer to this attempt.
        if (_underWay.TryGetValue(row.Id, out var earlier) && (earlier.IsFaulted || earlier.IsCanceled))
        {
            _underWay.TryRemove(row.Id, out _);
        }

        var send = _underWay.GetOrAdd(row.Id, _ => TransmitAsync(row, fact, type));
        try
        {
            // Not left to the token of the send: parts of the transport wait without looking at it, and one send that hangs would hold
            // the whole pass of the relay.
            await send.WaitAsync(cancellation);
        }
        finally
        {
            if (send.IsCompleted)
            {
                _underWay.TryRemove(row.Id, out var _);
            }
        }
    }

    /// <inheritdoc />
    // The broker keeps the message until the consumer acknowledges it.
    public bool Report(Guid messageId, string consumer, Exception? failure) => false;

    /// <summary>Whether a failure to send is the connection's.</summary>
    internal static bool IsTransport(Exception e) =>
        e is ConnectionException or TimeoutException or IOException or OperationCanceledException;

    private async Task TransmitAsync(OutboxMessage row, object fact, Type type)
    {
        if (_underWay.Count > MostKept)
        {
            foreach (var (id, _) in _underWay.Where(send => send.Value.IsCompleted))
            {
                _underWay.TryRemove(id, out var _);
            }
        }

        using var limit = new CancellationTokenSource(LongestSend);
        try
        {
            // An operation that waits on a channel which is disposed hears no token any more (see StartGuard).
            await Facts.TransmitAsync(bus, row, fact, type, limit.Token).WaitAsync(LongestSend + TimeToNotice);
        }
        catch (MessageReturnedException e)
        {
            throw new UnheardFactException(type, e);
        }
    }
}

/// <summary>
/// Delivery inside one process: waits for every consumer of the fact. A kill in between leaves the row unpublished, and the inbox drops
/// what was applied before.
/// </summary>
public sealed class InProcessDelivery(IBusControl bus, ConsumerCatalog consumers) : IDelivery
{
    private readonly ConcurrentDictionary<Guid, Waiting> _waiting = new();

    /// <inheritdoc />
    // It is just starting or stopping: what is sent now reaches nobody.
    public bool IsAway => bus.CheckHealth().Status == BusHealthStatus.Unhealthy;

    /// <inheritdoc />
    public async Task SendAsync(OutboxMessage row, object fact, Type type, CancellationToken cancellation)
    {
        var expected = row.Destination is { } destination
            ? consumers.Of(type).Where(name => name == ConsumerName.For(type, destination)).ToList()
            : consumers.Of(type);
        if (expected.Count == 0)
        {
            return;
        }

        var waiting = new Waiting(expected);
        if (!_waiting.TryAdd(row.Id, waiting))
        {
            throw new InvalidOperationException($"Message {row.Id} is already under way.");
        }

        try
        {
            await Facts.TransmitAsync(bus, row, fact, type, cancellation);
            await waiting.Done.Task.WaitAsync(cancellation);
        }
        finally
        {
            _waiting.TryRemove(row.Id, out _);
        }
    }

    /// <inheritdoc />
    public bool Report(Guid messageId, string consumer, Exception? failure)
    {
        if (!_waiting.TryGetValue(messageId, out var waiting))
        {
            return false; // The sender has given up; its row is due again.
        }

        waiting.Report(consumer, failure);
        return true;
    }

    private sealed class Waiting(IEnumerable<string> consumers)
    {
        private readonly HashSet<string> _open = [.. consumers];
        private Exception? _failure;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(string consumer, Exception? failure)
        {
            lock (_open)
            {
                _failure ??= failure is null ? null : new ConsumerFailedException(consumer, failure);
                if (!_open.Remove(consumer) || _open.Count > 0)
                {
                    return;
                }
            }

            if (_failure is null)
            {
                Done.TrySetResult();
            }
            else
            {
                Done.TrySetException(_failure);
            }
        }
    }
}

/// <summary>How a fact is handed to the transport, whichever it is.</summary>
internal static class Facts
{
    public static async Task TransmitAsync(IBus bus, OutboxMessage row, object fact, Type type, CancellationToken cancellation)
    {
        if (row.Destination is { } destination)
        {
            // The exchange of the consumer's queue, which the consumer declared: nothing is declared here in another form.
            var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{ConsumerName.For(type, destination)}"));
            await endpoint.Send(fact, type, Pipe.Execute<SendContext>(context => Describe(context, row)), cancellation);
        }
        else
        {
            await bus.Publish(fact, type, Pipe.Execute<PublishContext>(context => Describe(context, row)), cancellation);
        }
    }

    private static void Describe(SendContext context, OutboxMessage row)
    {
        context.MessageId = row.Id;
        context.Headers.Set(Headers.Epoch, row.Epoch.ToString());
        if (row.Digest is { } digest)
        {
            context.Headers.Set(Headers.Digest, digest);
        }

        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
        {
            rabbit.Mandatory = true;
        }
    }
}

/// <summary>No queue on the broker takes this contract yet: its consumers have never run.</summary>
public sealed class UnheardFactException(Type contract, Exception inner) : Exception($"No queue takes {contract.Name} yet.", inner);

/// <summary>The database of a consumer in this process refuses.</summary>
public sealed class ConsumerFailedException(string consumer, Exception inner)
    : Exception($"{consumer}: {inner.GetType().Name}: {inner.Message}", inner);

/// <summary>Which consumers this process has for which contract.</summary>
public sealed class ConsumerCatalog
{
    private readonly Dictionary<Type, List<string>> _consumers = [];

    /// <summary>Adds a consumer.</summary>
    public void Add(Type fact, string consumer)
    {
        if (!_consumers.TryGetValue(fact, out var names))
        {
            _consumers[fact] = names = [];
        }

        names.Add(consumer);
    }

    /// <summary>Names of the consumers of a contract; empty if there are none.</summary>
    public IReadOnlyCollection<string> Of(Type fact) => _consumers.TryGetValue(fact, out var names) ? names : [];
}
