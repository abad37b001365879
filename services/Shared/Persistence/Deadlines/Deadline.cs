using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Deadlines;

/// <summary>
/// Something that happens by itself when an instant has passed: a licence runs out, an order is overdue. Stored with the
/// change that starts it, so a crash cannot lose it.
/// </summary>
public sealed class Deadline : IVersioned, ILeased
{
    /// <summary>Longest <see cref="Rule"/>; what sets a deadline shortens it.</summary>
    public const int MaxRule = 120;

    /// <summary>Id of the deadline.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is to happen, e.g. <c>licence.expires</c>; names the handler.</summary>
    public required string Kind { get; init; }

    /// <summary>The record that it is about.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The first instant (UTC) at which it fires.</summary>
    public required DateTime DueAt { get; init; }

    /// <summary>The rule and its version that set it, e.g. <c>licence.validity@2021-09-01</c>; null if a person set the date.</summary>
    public string? Rule { get; init; }

    /// <summary>When it was set.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When its effect was committed; null while it waits.</summary>
    public DateTime? FiredAt { get; private set; }

    /// <summary>When it was called off; null unless it was.</summary>
    public DateTime? CancelledAt { get; private set; }

    /// <summary>The sweeper that works on it, or null.</summary>
    public string? LeaseOwner { get; private set; }

    /// <summary>Until when nobody else takes it, or null.</summary>
    public DateTime? LeaseUntil { get; private set; }

    /// <summary>How often firing failed.</summary>
    public int Attempts { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    internal bool IsOpen => FiredAt is null && CancelledAt is null;

    /// <summary>Marks its effect as done; saved with the effect, so that of two sweepers only one commits.</summary>
    internal void Fire(DateTime now) => (FiredAt, LeaseUntil, Version) = (now, null, Version + 1);

    /// <summary>Calls it off. One that has fired or was called off stays as it is.</summary>
    public void Cancel(DateTime now)
    {
        if (IsOpen)
        {
            (CancelledAt, Version) = (now, Version + 1);
        }
    }

    internal static void Configure(ModelBuilder model) => model.Entity<Deadline>(e =>
    {
        e.ToTable("deadlines");
        e.HasKey(d => d.Id);
        e.Property(d => d.Kind).HasMaxLength(60);
        e.Property(d => d.Rule).HasMaxLength(MaxRule);
        e.Property(d => d.LeaseOwner).HasMaxLength(80);
        e.Property(d => d.Version).IsConcurrencyToken();
        e.HasIndex(d => d.DueAt).HasDatabaseName("ix_deadlines_open").HasFilter("fired_at IS NULL AND cancelled_at IS NULL");
        e.HasIndex(d => new { d.SubjectId, d.Kind }).HasDatabaseName("ix_deadlines_subject");
    });
}

/// <summary>What happens when a deadline of one kind has passed.</summary>
public interface IDeadlineHandler
{
    /// <summary>
    /// Changes entities of the scope's context and returns; the sweeper saves once, together with the mark on the deadline.
    /// A deadline whose reason is gone (the licence was renewed meanwhile) is simply left without effect.
    /// </summary>
    Task FireAsync(Deadline deadline, CancellationToken cancellation);
}
