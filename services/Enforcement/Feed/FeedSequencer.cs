using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Leasing;

namespace Oversight.Enforcement.Feed;

/// <summary>
/// Gives committed feed rows their positions, one worker at a time over all replicas by a lease. An act that commits late
/// simply gets a later position: no reader can have passed it.
/// </summary>
/// <remarks>
/// Should a lease be outlived and two number at once, every row's "not yet numbered" is checked again by the save, and a position
/// is unique: one of the two commits, the other leaves nothing. A batch is committed as a whole.
/// </remarks>
internal sealed class FeedSequencer(
    IServiceScopeFactory scopes, CommitSignal<EnforcementDbContext> commits, TimeProvider clock, ILogger<FeedSequencer> log)
    : PeriodicWorker(TimeSpan.FromMilliseconds(500), clock, log, commits)
{
    /// <summary>Name of the lease.</summary>
    public const string LeaseName = "enforcement-feed";

    /// <summary>A position is given once.</summary>
    public const string PositionIndex = "ux_feed_entries_position";

    private const int Batch = 500;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock = clock;
    private readonly string _owner = $"feed/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation) => await NumberAsync(cancellation) == Batch;

    /// <summary>Numbers one batch.</summary>
    /// <returns>How many rows it numbered; 0 too if another worker holds the lease or was faster.</returns>
    public async Task<int> NumberAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<EnforcementDbContext>();
        var waiting = context.Set<FeedEntry>().Where(e => e.Position == null);
        // The look comes first: taking the lease is a write, so an idle feed writes nothing.
        if (!await waiting.AnyAsync(cancellation)
            || !await Lease.TryTakeAsync(context, LeaseName, _owner, _clock.GetUtcNow().UtcDateTime, LeaseTime, cancellation))
        {
            return 0;
        }

        // After a restore places go on past the range of the lost ones: a reader whose cursor is there misses nothing.
        var last = NumberSeries.LastPlace(
            await context.Set<FeedEntry>().MaxAsync(e => e.Position, cancellation),
            await scope.ServiceProvider.GetRequiredService<EpochSource<EnforcementDbContext>>().PresentAsync(context, cancellation));
        var rows = await waiting.OrderBy(e => e.At).ThenBy(e => e.Sequence).ThenBy(e => e.Id).Take(Batch).ToListAsync(cancellation);
        foreach (var row in rows)
        {
            row.Number(++last);
        }

        try
        {
            var saved = await scope.ServiceProvider.GetRequiredService<Commit<EnforcementDbContext>>().SaveAsync(cancellation);
            return saved.IsRefused ? 0 : rows.Count;
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, context.Database) == PositionIndex)
        {
            // Another worker gave the same position to another row first; nothing was saved, the rows wait for the next run.
            return 0;
        }
    }
}
