using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Leasing;

/// <summary>
/// A row that is a piece of work, of which one worker at a time holds the lease. The lease is not part of what a version guards.
/// </summary>
public interface ILeased
{
    /// <summary>Id of the row.</summary>
    Guid Id { get; }

    /// <summary>The worker that holds the lease or held it last; null before the first.</summary>
    string? LeaseOwner { get; }

    /// <summary>The instant (UTC) from which any worker may acquire it; null if it is free.</summary>
    DateTime? LeaseUntil { get; }
}

/// <summary>
/// The lease of one row of work: acquired by one conditional UPDATE, so that of two workers at the same moment exactly one gets it, and
/// expired by itself, so that a dead worker blocks none for longer than its duration. A worker that outlives its lease is not fenced off by
/// it: what the work saves is, by the version of the row.
/// </summary>
public static class WorkLease
{
    /// <summary>
    /// Rows whose lease nobody holds at <paramref name="now"/>: free, expired, or ending later than a lease of <paramref name="duration"/>
    /// can. The last are left over from a clock that was set back since; a whole duration is allowed for clocks that differ.
    /// </summary>
    public static IQueryable<T> Unleased<T>(this IQueryable<T> rows, DateTime now, TimeSpan duration)
        where T : class, ILeased
    {
        var impossible = now + (2 * duration);
        return rows.Where(row => row.LeaseUntil == null || row.LeaseUntil < now || row.LeaseUntil > impossible);
    }

    /// <summary>The same, and those whose lease <paramref name="owner"/> holds itself.</summary>
    public static IQueryable<T> LeasableBy<T>(this IQueryable<T> rows, string owner, DateTime now, TimeSpan duration)
        where T : class, ILeased
    {
        var impossible = now + (2 * duration);
        return rows.Where(row => row.LeaseUntil == null || row.LeaseUntil < now || row.LeaseUntil > impossible || row.LeaseOwner == owner);
    }

    /// <summary>Acquires the lease of one row, or prolongs it for its owner.</summary>
    /// <returns>True if <paramref name="owner"/> holds it until <paramref name="now"/> + <paramref name="duration"/>.</returns>
    public static async Task<bool> TryAcquireAsync<T>(
        this IQueryable<T> rows, Guid id, string owner, DateTime now, TimeSpan duration, CancellationToken cancellation)
        where T : class, ILeased =>
        await HoldAsync(rows.LeasableBy(owner, now, duration).Where(row => row.Id == id), owner, now + duration, cancellation) == 1;

    /// <summary>Prolongs the lease of one row.</summary>
    /// <returns>False if another worker acquired it meanwhile.</returns>
    public static async Task<bool> ProlongAsync<T>(
        this IQueryable<T> rows, Guid id, string owner, DateTime now, TimeSpan duration, CancellationToken cancellation)
        where T : class, ILeased =>
        await HoldAsync(rows.Where(row => row.Id == id && row.LeaseOwner == owner), owner, now + duration, cancellation) == 1;

    private static Task<int> HoldAsync<T>(IQueryable<T> rows, string owner, DateTime? until, CancellationToken cancellation)
        where T : class, ILeased => rows.ExecuteUpdateAsync(
            set => set.SetProperty(row => EF.Property<string?>(row, nameof(ILeased.LeaseOwner)), owner)
                .SetProperty(row => EF.Property<DateTime?>(row, nameof(ILeased.LeaseUntil)), until),
            cancellation);
}
