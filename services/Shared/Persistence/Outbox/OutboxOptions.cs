namespace Oversight.Persistence.Outbox;

/// <summary>How the relay works; bound from <c>Oversight:Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>How long the relay waits for work that nobody signalled (another replica's write). Default 250 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long the relay waits where every fact is signalled (SQLite: this process alone writes) and none is in the outbox. Well below
    /// <see cref="Lease"/>, since each look renews the buckets. Default 10 s.
    /// </summary>
    public TimeSpan QuietInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows read in one pass. Default 256.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>Partitions published at the same time. Default 64.</summary>
    public int MaxInFlight { get; set; } = 64;

    /// <summary>
    /// How long one attempt waits for the broker's confirm; needed because a publish in flight on a dead broker never ends by itself. The
    /// next attempt takes a confirm that comes later. Default 10 s.
    /// </summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a bucket stays with a relay that no longer renews. Must be well above <see cref="PublishTimeout"/>. Default 30 s.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures of one row before it is parked. Default 8.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Wait after the first failure, doubled by each further one, with jitter of half. Default 1 s.</summary>
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two attempts. Default 5 min.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait between two looks while the broker is away. Default 5 s.</summary>
    public TimeSpan MaxOutageWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long published rows are kept. Default 7 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long inbox rows are kept: longer than any message can wait in a queue or an outbox. Default 60 days.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(60);

    /// <summary>How long stored answers of idempotent commands are kept. Default 7 days.</summary>
    public TimeSpan AnswerRetention { get; set; } = TimeSpan.FromDays(7);

    internal TimeSpan Backoff(int attempts, double random)
    {
        var full = Math.Min(MaxBackoff.TotalMilliseconds, FirstBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30)));
        return TimeSpan.FromMilliseconds(full * (0.5 + (random / 2)));
    }
}
