using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Copies;

/// <summary>
/// A stretch of a database's life in which its versions grow. A database that was restored to an earlier point begins another one:
/// versions that were told before the restore may be republished with other content, and copies order by epoch first.
/// </summary>
public sealed class PublisherEpoch
{
    /// <summary>Database name of the unique index over <see cref="Ordinal"/>.</summary>
    public const string OrdinalIndex = "ux_publisher_epochs_ordinal";

    /// <summary>Id that sorts by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Ordinal { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>Why it was begun; null for the first.</summary>
    public string? Reason { get; init; }

    /// <summary>The first epoch of a database, which <c>migrate</c> begins with its tables.</summary>
    internal static PublisherEpoch First(DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Ordinal = 1, StartedAt = UtcDateTimeConverter.ToStored(now.UtcDateTime) };

    internal static void Configure(ModelBuilder model) => model.Entity<PublisherEpoch>(e =>
    {
        e.ToTable("publisher_epochs");
        e.HasKey(p => p.Id);
        e.Property(p => p.Reason).HasMaxLength(400);
        e.HasIndex(p => p.Ordinal).IsUnique().HasDatabaseName(OrdinalIndex);
    });
}
