using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Leasing;

/// <summary>
/// A right to do one kind of background work for a while. It is acquired by one conditional UPDATE (the first time by an INSERT) and
/// expires, so a dead process blocks no other for longer than the lease and no lock is held while its owner talks to a broker.
/// </summary>
public sealed class Lease
{
    /// <summary>Name of the work, e.g. <c>outbox-07</c> or <c>audit-sealer</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The worker that holds it, or null.</summary>
    public string? Owner { get; private set; }

    /// <summary>The instant from which anyone may take it, or null if free.</summary>
    public DateTime? Until { get; private set; }

    /// <summary>Lease of the audit sealer.</summary>
    public const string AuditSealer = "audit-sealer";

    /// <summary>Lease of the worker that deletes what is past its retention.</summary>
    public const string Retention = "retention";

    /// <summary>Lease of whoever sets the days that waited for a calendar.</summary>
    public const string CalendarSpread = "calendar-spread";

    /// <summary>Lease of whoever rotates the keys of a service.</summary>
    public const string KeyRotation = "key-rotation";

    internal const int MaxOwnerLength = 80;

    internal static void Configure(ModelBuilder model) => model.Entity<Lease>(e =>
    {
        e.ToTable("leases");
        e.HasKey(l => l.Name);
        e.Property(l => l.Name).HasMaxLength(40);
        e.Property(l => l.Owner).HasMaxLength(MaxOwnerLength);
    });

    /// <summary>
    /// Leases that their owner still has. Not those that were given back, that have expired, or that end later than a lease of
    /// <paramref name="duration"/> can: they are left over from a clock that was set back since. A whole duration is allowed for clocks
    /// that differ.
    /// </summary>
    internal static Expression<Func<Lease, bool>> IsHeld(DateTime now, TimeSpan duration)
    {
        var impossible = now + (2 * duration);
        return l => l.Until >= now && l.Until <= impossible;
    }

    /// <summary>Takes or prolongs the lease for <paramref name="owner"/>.</summary>
    /// <returns>True if the owner holds it until now + <paramref name="duration"/>. Of two that ask at once exactly one gets it.</returns>
    public static async Task<bool> TryTakeAsync(
        ServiceDbContext context, string name, string owner, DateTime now, TimeSpan duration, CancellationToken cancellation)
    {
        DateTime? until = now + duration;
        var impossible = now + (2 * duration);
        return await context.Leases
            .Where(l => l.Name == name && (l.Owner == owner || l.Until == null || l.Until < now || l.Until > impossible))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Owner, owner).SetProperty(l => l.Until, until), cancellation) == 1
            || await TryMakeAsync(context, name, owner, until.Value, cancellation);
    }

    // The first worker of its kind in this database: a lease that no migration has made.
    private static async Task<bool> TryMakeAsync(
        ServiceDbContext context, string name, string owner, DateTime until, CancellationToken cancellation)
    {
        if (context.ChangeTracker.HasChanges() || await context.Leases.AnyAsync(l => l.Name == name, cancellation))
        {
            return false;
        }

        var lease = new Lease { Name = name, Owner = owner, Until = until };
        context.Leases.Add(lease);
        try
        {
            await context.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, context.Database) is not null)
        {
            return false; // Another replica made it at the same time.
        }
        finally
        {
            context.Entry(lease).State = EntityState.Detached;
        }
    }

    /// <summary>Prolongs leases that <paramref name="owner"/> holds, in one statement.</summary>
    /// <returns>How many it still held and now holds until now + <paramref name="duration"/>.</returns>
    internal static Task<int> ProlongAsync(
        ServiceDbContext context, IReadOnlyCollection<string> names, string owner, DateTime now, TimeSpan duration,
        CancellationToken cancellation)
    {
        DateTime? until = now + duration;
        return context.Leases.Where(l => names.Contains(l.Name) && l.Owner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, until), cancellation);
    }

    /// <summary>Gives the lease back so that another need not wait for its end. Nothing happens if it is no longer the owner's.</summary>
    public static Task<int> GiveBackAsync(ServiceDbContext context, string owner, CancellationToken cancellation) => context.Leases
        .Where(l => l.Owner == owner)
        .ExecuteUpdateAsync(set => set.SetProperty(l => l.Owner, (string?)null).SetProperty(l => l.Until, (DateTime?)null), cancellation);
}
