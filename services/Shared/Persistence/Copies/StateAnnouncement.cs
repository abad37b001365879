using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Copies;

/// <summary>A request that a publisher answers page by page. How far it came is saved together with each page.</summary>
public sealed class StateAnnouncement : IVersioned
{
    /// <summary>Id of the request.</summary>
    public required Guid Id { get; init; }

    /// <summary>The service that asked.</summary>
    public required string Consumer { get; init; }

    /// <summary><c>rebuild</c>, <c>verify</c>, <c>mend</c> or <c>replay</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Only what concerns this institution, or this record alone; null for everything.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>For a replay: from when on (UTC).</summary>
    public DateTime? Since { get; init; }

    /// <summary>When it was asked (UTC).</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>Position of the kind that is announced now.</summary>
    public int KindIndex { get; private set; }

    /// <summary>Id of the last record of that kind that was announced, or null.</summary>
    public Guid? After { get; private set; }

    /// <summary>Pages of that kind so far.</summary>
    public int KindPages { get; private set; }

    /// <summary>Pages of all kinds so far.</summary>
    public int Pages { get; private set; }

    /// <summary>Records so far.</summary>
    public int Records { get; private set; }

    /// <summary>When the last page was committed (UTC); null while there is more.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>Notes a page.</summary>
    /// <param name="records">Records in it.</param>
    /// <param name="last">Its last record; null if it was the last page of its kind.</param>
    public void Advance(int records, Guid? last)
    {
        (Pages, Records, Version) = (Pages + 1, Records + records, Version + 1);
        (KindIndex, After, KindPages) = last is null ? (KindIndex + 1, null, 0) : (KindIndex, last, KindPages + 1);
    }

    /// <summary>Notes that everything was announced.</summary>
    public void End(DateTime now) => (EndedAt, Version) = (now, Version + 1);

    internal static void Configure(ModelBuilder model) => model.Entity<StateAnnouncement>(e =>
    {
        e.ToTable("state_announcements");
        e.HasKey(a => a.Id);
        e.Property(a => a.Id).ValueGeneratedNever();
        e.Property(a => a.Consumer).HasMaxLength(40);
        e.Property(a => a.Purpose).HasMaxLength(20);
        e.Property(a => a.Version).IsConcurrencyToken();
        e.HasIndex(a => a.RequestedAt).HasDatabaseName("ix_state_announcements_open").HasFilter("ended_at IS NULL");
    });
}
