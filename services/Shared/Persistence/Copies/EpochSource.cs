using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Copies;

/// <summary>The present epoch of a service's database, read once in a process; the first is begun by whoever needs it first.</summary>
/// <remarks>A new epoch is begun by the command <c>new-epoch</c> while the service is stopped, so a running process never sees it change.</remarks>
public sealed class EpochSource<TContext>(IServiceScopeFactory scopes, TimeProvider clock)
    where TContext : ServiceDbContext
{
    private PublisherEpoch? _present;

    /// <summary>The present epoch.</summary>
    public async ValueTask<PublisherEpoch> PresentAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _present) is { } known)
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var present = await ReadOrBeginAsync(scope.ServiceProvider.GetRequiredService<TContext>(), cancellation);
        Volatile.Write(ref _present, present);
        return present;
    }

    /// <summary>The epoch that is begun in the save which follows; its own messages carry it.</summary>
    internal void Set(PublisherEpoch begun) => Volatile.Write(ref _present, begun);

    private async Task<PublisherEpoch> ReadOrBeginAsync(TContext context, CancellationToken cancellation)
    {
        if (await LastAsync(context, cancellation) is { } present)
        {
            return present;
        }

        var now = clock.GetUtcNow();
        var first = new PublisherEpoch { Id = Guid.CreateVersion7(now), Ordinal = 1, StartedAt = UtcDateTimeConverter.ToStored(now.UtcDateTime) };
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
