using Oversight.Persistence.Outbox;
using Oversight.Persistence.Tests.Contracts.V1;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>
/// A transport under the test's control: keeps what it was given in the order of arrival, and is away, broken or slow on demand.
/// </summary>
internal sealed class RecordingTransport : IDelivery
{
    private readonly Lock _turn = new();
    private readonly List<(Guid Id, AmountPosted Fact)> _arrived = [];

    public bool IsAway { get; set; }

    /// <summary>Runs before the message counts as arrived; throwing means that it did not arrive.</summary>
    public Func<AmountPosted, CancellationToken, Task>? Before { get; set; }

    /// <summary>Runs after the message has arrived and before its sender hears of it.</summary>
    public Func<AmountPosted, CancellationToken, Task>? After { get; set; }

    public IReadOnlyList<(Guid Id, AmountPosted Fact)> Arrived
    {
        get
        {
            lock (_turn)
            {
                return [.. _arrived];
            }
        }
    }

    public async Task SendAsync(OutboxMessage row, object fact, Type type, CancellationToken cancellation)
    {
        var posted = (AmountPosted)fact;
        if (Before is { } before)
        {
            await before(posted, cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        lock (_turn)
        {
            _arrived.Add((row.Id, posted));
        }

        if (After is { } after)
        {
            await after(posted, cancellation);
        }
    }

    public bool Report(Guid messageId, string consumer, Exception? failure) => false;
}
