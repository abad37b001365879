using System.Buffers.Binary;

namespace Oversight.Kernel;

/// <summary>
/// Makes version 7 ids (RFC 9562) of which each is greater than the one before it, also within one millisecond and when the clock is
/// set back a little: rows of one process read in the order of their ids are in the order in which they were made.
/// </summary>
/// <remarks>
/// The 12 bits behind the version count within a millisecond (RFC 9562, section 6.2, method 1); 62 bits are random. Ids of two
/// processes are in the order of their clocks. Safe for use by several threads.
/// </remarks>
public sealed class TimeOrderedIds
{
    private const int CounterBits = 12;
    private const long CounterMask = (1 << CounterBits) - 1;

    // Up to half of the counter is left for further ids of a millisecond before they borrow from the next one.
    private const int FirstCounters = 1 << (CounterBits - 1);

    // A clock that was wrong by more than this is not followed for ever: after its correction the order begins anew.
    private const long MostAheadMilliseconds = 60_000;

    private readonly Lock _turn = new();
    private long _last = long.MinValue;

    /// <summary>The next id.</summary>
    /// <param name="now">The present instant; the id carries it, or the last one's if the clock stands or was set back.</param>
    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = now.ToUnixTimeMilliseconds();
        var fresh = (milliseconds << CounterBits) | (long)Random.Shared.Next(FirstCounters);
        long stamp;
        lock (_turn)
        {
            var isAhead = _last >= fresh && (_last >> CounterBits) - milliseconds <= MostAheadMilliseconds;
            _last = stamp = isAhead ? _last + 1 : fresh;
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes, ((stamp >> CounterBits) << 16) | 0x7000 | (stamp & CounterMask));
        return new Guid(bytes, bigEndian: true);
    }
}
