using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Copies;

/// <summary>The present epoch of a service's database, read once in a process; the first is begun by whoever needs it first.</summary>
/// <remarks>A new epoch is begun by the command <c>new-epoch</c> while the service is stopped, so a running process never sees it change.</remarks>
public sealed class EpochSource<TContext>(IServiceScopeFactory scopes, TimeProvider clock)
    where TContext : ServiceDbContext
{
    private PublisherEpoch? _present;
    private Guid _uncommitted;

    /// <summary>The present epoch.</summary>
    /// <param name="context">The context that is about to save.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <remarks>
    /// SQLite has one writer: while <paramref name="context"/> has a transaction open, no other connection can begin the first epoch, so
    /// it is begun by that transaction. It may be rolled back, hence it is remembered only once a later read finds it.
    /// </remarks>
    public async ValueTask<PublisherEpoch> PresentAsync(TContext context, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _present) is { } known)
        {
            return known;
        }

        if (context.Database.IsSqlite() && context.Database.CurrentTransaction is not null)
        {
            return await WithinAsync(context, cancellation);
        }

        await using var scope = scopes.CreateAsyncScope();
        var present = await ReadOrBeginAsync(scope.ServiceProvider.GetRequiredService<TContext>(), cancellation);
        Volatile.Write(ref _present, present);
        return present;
    }

    /// <summary>The epoch that is begun in the save which follows; its own messages carry it.</summary>
    internal void Set(PublisherEpoch begun) => Volatile.Write(ref _present, begun);

    private async Task<PublisherEpoch> WithinAsync(TContext context, CancellationToken cancellation)
    {
        if (context.ChangeTracker.Entries<PublisherEpoch>().FirstOrDefault(e => e.State == EntityState.Added) is { Entity: var added })
        {
            return added;
        }

        if (await LastAsync(context, cancellation) is { } present)
        {
            if (present.Id != _uncommitted)
            {
                Volatile.Write(ref _present, present);
            }

            return present;
        }

        var first = First();
        _uncommitted = first.Id;
        context.Epochs.Add(first);
        return first;
    }

    private PublisherEpoch First()
    {
        var now = clock.GetUtcNow();
        return new PublisherEpoch { Id = Guid.CreateVersion7(now), Ordinal = 1, StartedAt = UtcDateTimeConverter.ToStored(now.UtcDateTime) };
    }

    private async Task<PublisherEpoch> ReadOrBeginAsync(TContext context, CancellationToken cancellation)
    {
        if (await LastAsync(context, cancellation) is { } present)
        {
            return present;
        }

        var first = First();
        context.Epochs.Add(first);
        try
        {
            await context.SaveChangesAsync(cancellation);
            return first;
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, context.Database) == PublisherEpoch.OrdinalIndex)
        {
            context.ChangeTracker.Clear();
            return (await LastAsync(context, cancellation))!; // Another replica began it.
        }
    }

    internal static Task<PublisherEpoch?> LastAsync(ServiceDbContext context, CancellationToken cancellation) =>
        context.Epochs.AsNoTracking().OrderByDescending(e => e.Ordinal).FirstOrDefaultAsync(cancellation);
}
