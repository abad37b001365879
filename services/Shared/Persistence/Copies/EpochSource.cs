using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Copies;

/// <summary>
/// The present epoch of a service's database, read once in a process. The first one is begun with the tables, by <c>migrate</c>.
/// </summary>
/// <remarks>
/// A new epoch is begun by the command <c>new-epoch</c> while the service is stopped, so a running process never sees it change.
/// </remarks>
public sealed class EpochSource<TContext>
    where TContext : ServiceDbContext
{
    private PublisherEpoch? _present;

    /// <summary>The present epoch.</summary>
    /// <param name="context">Reads it, in its transaction if it has one.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidOperationException">The database was never migrated to its end; readiness says so, too.</exception>
    public async ValueTask<PublisherEpoch> PresentAsync(TContext context, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _present) is { } known)
        {
            return known;
        }

        var present = await context.Epochs.AsNoTracking().OrderByDescending(e => e.Ordinal).FirstOrDefaultAsync(cancellation)
            ?? throw new InvalidOperationException("The database has no epoch: run the migrate command.");
        Volatile.Write(ref _present, present);
        return present;
    }

    /// <summary>The epoch that is begun in the save which follows; its own messages carry it.</summary>
    internal void Set(PublisherEpoch begun) => Volatile.Write(ref _present, begun);
}
