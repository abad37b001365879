using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Kernel;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Audit;

/// <summary>
/// Seals audit rows behind the writers, who therefore never wait for one another. One replica at a time holds the lease;
/// should two seal at once, the key of the seal's number lets one of them commit.
/// </summary>
public sealed class AuditSealer<TContext>(
    IServiceScopeFactory scopes, CommitSignal<TContext> commits, TimeProvider clock, ILogger<AuditSealer<TContext>> log)
    : PeriodicWorker(TimeSpan.FromSeconds(5), clock, log, commits)
    where TContext : ServiceDbContext
{
    /// <summary>Most rows under one seal.</summary>
    public const int MaxRows = 1000;

    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);
    private readonly TimeProvider _clock = clock;
    private readonly string _owner = $"sealer/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation) => await SealAsync(cancellation) == MaxRows;

    /// <summary>Seals one batch of the oldest unsealed rows.</summary>
    /// <returns>How many rows were sealed; 0 if there were none or another replica is at it.</returns>
    public async Task<int> SealAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        if (!await context.AuditEntries.AnyAsync(a => a.SealNumber == null, cancellation)
            || !await Lease.TryTakeAsync(context, Lease.AuditSealer, _owner, _clock.GetUtcNow().UtcDateTime, LeaseTime, cancellation))
        {
            return 0;
        }

        // The last seal is read before the rows: whoever seals these rows in between takes the number that follows it.
        var last = await context.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellation);
        var rows = await context.AuditEntries.Where(a => a.SealNumber == null).OrderBy(a => a.Id).Take(MaxRows).ToListAsync(cancellation);
        if (rows.Count == 0)
        {
            return 0;
        }

        var number = (last?.Number ?? 0) + 1;
        var previous = last?.Hash ?? AuditSeal.Genesis;
        var sealedAt = UtcDateTimeConverter.ToStored(_clock.GetUtcNow().UtcDateTime);
        var root = RootOf(rows);
        for (var i = 0; i < rows.Count; i++)
        {
            (rows[i].SealNumber, rows[i].LeafIndex) = (number, i);
        }

        context.AuditSeals.Add(new AuditSeal
        {
            Number = number,
            Rows = rows.Count,
            Root = root,
            PreviousHash = previous,
            SealedAt = sealedAt,
            Hash = AuditSeal.HashOf(previous, root, number, rows.Count, sealedAt),
        });
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, context.Database) == AuditSeal.PrimaryKey)
        {
            return 0; // Another replica sealed at the same time; nothing of this seal was written.
        }

        PersistenceTelemetry.Seals.Add(1);
        return rows.Count;
    }

    internal static string RootOf(IReadOnlyList<AuditEntry> rows) =>
        Convert.ToHexStringLower(MerkleTree.Root(rows.Select(r => MerkleTree.LeafHash(r.CanonicalBytes())).ToList()));
}
