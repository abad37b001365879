using Oversight.Persistence.Outbox;

namespace Oversight.Messaging;

/// <summary>
/// What became of the sends of one pass, which run at the same time. It knows which sends began after a failure: if one of
/// them went through, the transport was there.
/// </summary>
internal sealed class SendCounts
{
    private readonly Lock _turn = new();
    private readonly List<Guid> _sent = [];
    private readonly List<(OutboxMessage Row, Exception Why, long LastBegun)> _failed = [];
    private long _begun;
    private long _lastBegunThatWentThrough;

    /// <summary>Ids of the rows that were delivered. Read it when all sends have ended.</summary>
    public IReadOnlyCollection<Guid> Sent => _sent;

    /// <summary>The rows that were not, why, and whether a send that began later went through. Read it when all sends have ended.</summary>
    public IReadOnlyList<(OutboxMessage Row, Exception Why, bool WentThroughLater)> Failed =>
        [.. _failed.Select(f => (f.Row, f.Why, _lastBegunThatWentThrough > f.LastBegun))];

    /// <summary>A send begins; returns its number.</summary>
    public long Begin() => Interlocked.Increment(ref _begun);

    /// <summary>The send with number <paramref name="begun"/> delivered its row.</summary>
    public void Succeed(OutboxMessage row, long begun)
    {
        lock (_turn)
        {
            _sent.Add(row.Id);
            _lastBegunThatWentThrough = Math.Max(_lastBegunThatWentThrough, begun);
        }
    }

    /// <summary>A send failed.</summary>
    public void Fail(OutboxMessage row, Exception why)
    {
        lock (_turn)
        {
            _failed.Add((row, why, Interlocked.Read(ref _begun)));
        }
    }
}
