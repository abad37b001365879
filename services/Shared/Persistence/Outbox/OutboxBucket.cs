namespace Oversight.Persistence.Outbox;

/// <summary>
/// Partitions are spread over a fixed number of buckets; a relay works on the buckets that it has leased. One bucket has
/// one relay at a time, so the facts of one partition leave in order, and more replicas share the buckets.
/// </summary>
public static class OutboxBucket
{
    /// <summary>How many buckets there are. Rows carry their bucket, so a change needs a migration that recomputes it.</summary>
    public const int Count = 16;

    /// <summary>Lease names of all buckets, <c>outbox-00</c> to <c>outbox-15</c>.</summary>
    public static IEnumerable<string> Names => Enumerable.Range(0, Count).Select(Name);

    /// <summary>Lease name of one bucket.</summary>
    public static string Name(int bucket) => $"outbox-{bucket:00}";

    /// <summary>The bucket of a partition: a stable function of its bytes, the same on every machine and version.</summary>
    public static int Of(Guid partition)
    {
        Span<byte> bytes = stackalloc byte[16];
        partition.TryWriteBytes(bytes);
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)(hash % Count);
    }
}
