using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Copies;

namespace Oversight.Persistence.Inbox;

/// <summary>Why a fact has not been applied yet.</summary>
public enum DeferralState
{
    /// <summary>It builds on something that this service does not know yet. It is applied when that comes.</summary>
    Pending,

    /// <summary>The fact or the program is at fault. It is tried again after a restart, or when a person says so.</summary>
    Parked,
}

/// <summary>
/// A fact that a consumer was given and could not apply. It stays until it is applied or a person discards it: no clock drops it.
/// It is kept with the row of the inbox, so the transport has done its part.
/// </summary>
public sealed class DeferredFact
{
    /// <summary>Greatest length of <see cref="Awaits"/>.</summary>
    public const int MaxAwaits = 100;

    /// <summary>Greatest length of <see cref="Error"/>.</summary>
    public const int MaxError = 1000;

    /// <summary>Database name of the unique index over message and consumer.</summary>
    public const string MessageIndex = "ux_deferred_facts_message";

    /// <summary>Id of the row, in the order of deferral.</summary>
    public required Guid Id { get; init; }

    /// <summary>Id of the message on the bus.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The consumer that is to apply it.</summary>
    public required string Consumer { get; init; }

    /// <summary>Wire name of the contract.</summary>
    public required string Contract { get; init; }

    /// <summary>The fact as JSON; contracts carry no personal data.</summary>
    public required string Payload { get; init; }

    /// <summary>Epoch of its publisher, or null where the message carried none.</summary>
    public Guid? Epoch { get; init; }

    /// <summary>Digest of the state that it carries, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>When it came (UTC).</summary>
    public required DateTime ReceivedAt { get; init; }

    /// <summary>Why it is here.</summary>
    public DeferralState State { get; private set; }

    /// <summary>What it waits for, e.g. <c>institution/0198…</c>; null where it is parked.</summary>
    public string? Awaits { get; private set; }

    /// <summary>Type and text of the last failure; null where it only waits.</summary>
    public string? Error { get; private set; }

    /// <summary>How often it was tried, the first time included.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was tried last (UTC).</summary>
    public DateTime TriedAt { get; private set; }

    /// <summary>From when on it is to be tried again (UTC); null while nothing has happened that could help.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>
    /// Notes that it waits. It is due once more immediately: what it waits for may have been committed between the look and this row.
    /// </summary>
    public void Await(string awaits, DateTime now, bool first) =>
        (State, Awaits, Error, Attempts, TriedAt, DueAt) = (DeferralState.Pending, awaits, null, Attempts + 1, now, first ? now : null);

    /// <summary>Notes that it failed by a fault of its own or of the program.</summary>
    public void Park(string error, DateTime now) => (State, Awaits, Error, Attempts, TriedAt, DueAt) =
        (DeferralState.Parked, null, error.Length <= MaxError ? error : error[..MaxError], Attempts + 1, now, null);

    /// <summary>Asks for another try.</summary>
    public void Retry(DateTime now) => DueAt = now;

    internal static void Configure(ModelBuilder model) => model.Entity<DeferredFact>(e =>
    {
        e.ToTable("deferred_facts");
        e.HasKey(f => f.Id);
        e.Property(f => f.Consumer).HasMaxLength(100);
        e.Property(f => f.Contract).HasMaxLength(200);
        e.Property(f => f.Digest).HasMaxLength(SourceStamp.DigestLength);
        e.Property(f => f.Awaits).HasMaxLength(MaxAwaits);
        e.Property(f => f.Error).HasMaxLength(MaxError);
        e.HasIndex(f => new { f.MessageId, f.Consumer }).IsUnique().HasDatabaseName(MessageIndex);
        e.HasIndex(f => f.Awaits).HasDatabaseName("ix_deferred_facts_awaits").HasFilter("awaits IS NOT NULL");
        e.HasIndex(f => f.DueAt).HasDatabaseName("ix_deferred_facts_due").HasFilter("due_at IS NOT NULL");
    });
}
