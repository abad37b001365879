using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Copies;

namespace Oversight.Persistence.Outbox;

/// <summary>
/// A fact that was committed together with the change it tells of. The relay sends it; until it is marked as published it
/// will be republished, with the same <see cref="Id"/>, after any crash.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Message id on the bus; receivers tell repeats by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The record that the fact is about. Facts of one partition leave in the order of <see cref="Ordinal"/>.</summary>
    public required Guid Partition { get; init; }

    /// <summary>Position within the partition: the version of the record that the fact made.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Bucket of the partition, 0 to 15.</summary>
    public required int Bucket { get; init; }

    /// <summary>Wire name of the contract, e.g. <c>Oversight.Contracts.Registry.V1.InstitutionRegistered</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>The fact as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Epoch of this database in which the fact was committed; set by the save.</summary>
    public Guid Epoch { get; internal set; }

    /// <summary>Digest of the state that the fact carries, or null where it carries none.</summary>
    public string? Digest { get; init; }

    /// <summary>
    /// Kind of record for whose sake the row is kept after it was sent (copies are built from it), or null where it is not kept.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>The institution that a kept fact is about, or null.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The one service that it is for, or null where it is for everybody who consumes the contract.</summary>
    public string? Destination { get; init; }

    /// <summary>W3C trace context of the request that caused it, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When the broker (or, in one process, every consumer) had confirmed it; null while it waits.</summary>
    public DateTime? PublishedAt { get; private set; }

    /// <summary>How often this row itself failed. A broker that is away is not counted.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not before this instant; null: at once.</summary>
    public DateTime? NextAttemptAt { get; private set; }

    /// <summary>Set when the attempts are used up: the row stays, is reported by health, and no longer holds its partition.</summary>
    public DateTime? ParkedAt { get; private set; }

    /// <summary>Type and first words of the last failure, at most 500 characters.</summary>
    public string? LastError { get; private set; }

    /// <summary>Lets a parked row be republished, as if it had never failed.</summary>
    public void Unpark() => (ParkedAt, Attempts, NextAttemptAt) = (null, 0, null);

    internal static void Configure(ModelBuilder model) => model.Entity<OutboxMessage>(e =>
    {
        e.ToTable("outbox_messages");
        e.HasKey(m => m.Id);
        e.Property(m => m.Contract).HasMaxLength(200);
        e.Property(m => m.Digest).HasMaxLength(SourceStamp.DigestLength);
        e.Property(m => m.Kind).HasMaxLength(FactTraits.KindLength);
        e.Property(m => m.Destination).HasMaxLength(40);
        e.Property(m => m.TraceParent).HasMaxLength(60);
        e.Property(m => m.LastError).HasMaxLength(500);
        e.HasIndex(m => new { m.Id, m.Bucket }).HasDatabaseName("ix_outbox_messages_pending")
            .HasFilter("published_at IS NULL AND parked_at IS NULL");
        e.HasIndex(m => new { m.Partition, m.Ordinal }).HasDatabaseName("ix_outbox_messages_partition")
            .HasFilter("published_at IS NULL AND parked_at IS NULL");
        // Not over the rows that wait: a planner that took it for "not published" read the whole backlog once per row.
        e.HasIndex(m => m.PublishedAt).HasDatabaseName("ix_outbox_messages_published_at")
            .HasFilter("published_at IS NOT NULL AND kind IS NULL");
        e.HasIndex(m => new { m.Kind, m.Partition, m.Ordinal }).HasDatabaseName("ix_outbox_messages_kept").HasFilter("kind IS NOT NULL");
        e.HasIndex(m => m.ParkedAt).HasDatabaseName("ix_outbox_messages_parked_at").HasFilter("parked_at IS NOT NULL");
    });
}
