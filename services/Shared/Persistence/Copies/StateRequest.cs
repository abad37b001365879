using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Copies;

/// <summary>What a service asked a publisher for, and what came of it.</summary>
public sealed class StateRequest : IVersioned
{
    /// <summary>Id of the request.</summary>
    public required Guid Id { get; init; }

    /// <summary>The service that was asked.</summary>
    public required string Publisher { get; init; }

    /// <summary><c>rebuild</c>, <c>verify</c>, <c>mend</c> or <c>replay</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>When it was asked (UTC).</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>How many pages there are; null while the publisher has not said.</summary>
    public int? Pages { get; private set; }

    /// <summary>How many records they hold; null while the publisher has not said.</summary>
    public int? Records { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>The publisher has sent everything.</summary>
    public void End(int pages, int records) => (Pages, Records, Version) = (pages, records, Version + 1);

    internal static void Configure(ModelBuilder model) => model.Entity<StateRequest>(e =>
    {
        e.ToTable("state_requests");
        e.HasKey(r => r.Id);
        e.Property(r => r.Id).ValueGeneratedNever();
        e.Property(r => r.Publisher).HasMaxLength(40);
        e.Property(r => r.Purpose).HasMaxLength(20);
        e.Property(r => r.Version).IsConcurrencyToken();
        e.HasIndex(r => r.RequestedAt).HasDatabaseName("ix_state_requests_requested_at");
    });
}

/// <summary>A page that was applied or compared.</summary>
public sealed class StatePage
{
    /// <summary>Greatest length of <see cref="Details"/>.</summary>
    public const int MaxDetails = 4000;

    /// <summary>The request.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>What it is of.</summary>
    public required string Kind { get; init; }

    /// <summary>Its number within the kind.</summary>
    public required int Page { get; init; }

    /// <summary>Records in it.</summary>
    public required int Records { get; init; }

    /// <summary>Rows of copies that were other than the publisher's state.</summary>
    public required int Differences { get; init; }

    /// <summary>The first differences, one a line: table, id, columns. Null where there are none.</summary>
    public string? Details { get; init; }

    internal static void Configure(ModelBuilder model) => model.Entity<StatePage>(e =>
    {
        e.ToTable("state_pages");
        e.HasKey(p => new { p.RequestId, p.Kind, p.Page });
        e.Property(p => p.Kind).HasMaxLength(40);
        e.Property(p => p.Details).HasMaxLength(MaxDetails);
    });
}
