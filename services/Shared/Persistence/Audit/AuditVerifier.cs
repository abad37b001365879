using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;

namespace Oversight.Persistence.Audit;

/// <summary>Recomputes the whole chain from the rows and says everything that does not fit.</summary>
public static class AuditVerifier
{
    /// <summary>Verifies all seals of a service's database.</summary>
    /// <param name="context">The service's context.</param>
    /// <param name="cancellation">Stops the walk.</param>
    /// <returns>What was seen; the chain holds when <see cref="AuditVerdict.Faults"/> is empty.</returns>
    public static Task<AuditVerdict> VerifyAsync(ServiceDbContext context, CancellationToken cancellation) =>
        VerifyAsync(context, null, cancellation);

    /// <summary>Verifies all seals of a service's database, and that the chain still contains what it was.</summary>
    /// <param name="context">The service's context.</param>
    /// <param name="keptHash">
    /// <see cref="AuditVerdict.LastHash"/> of an earlier run, kept outside the database; null if there is none. The chain may
    /// have grown since, but a chain without this hash was cut off or written anew.
    /// </param>
    /// <param name="cancellation">Stops the walk.</param>
    /// <returns>What was seen; the chain holds when <see cref="AuditVerdict.Faults"/> is empty.</returns>
    public static async Task<AuditVerdict> VerifyAsync(ServiceDbContext context, string? keptHash, CancellationToken cancellation)
    {
        var faults = new List<string>();
        var kept = keptHash is null || keptHash == AuditSeal.Genesis;
        var (previous, expected, rows) = (AuditSeal.Genesis, 1L, 0L);
        await foreach (var seal in context.AuditSeals.AsNoTracking().OrderBy(s => s.Number).AsAsyncEnumerable()
            .WithCancellation(cancellation))
        {
            if (seal.Number != expected)
            {
                faults.Add($"seal {expected} is missing; {seal.Number} follows");
            }

            if (seal.PreviousHash != previous)
            {
                faults.Add($"seal {seal.Number} does not follow the seal before it");
            }

            if (seal.Hash != AuditSeal.HashOf(seal.PreviousHash, seal.Root, seal.Number, seal.Rows, seal.SealedAt))
            {
                faults.Add($"seal {seal.Number} was changed");
            }

            (previous, expected) = (seal.Hash, seal.Number + 1);
            kept |= seal.Hash == keptHash;
        }

        if (!kept)
        {
            faults.Add($"no seal has the kept hash {keptHash}: the end of the chain was cut off, or the chain was written anew");
        }

        // The rows are read after the seals: on one SQLite connection two open readers would be in each other's way.
        foreach (var seal in await context.AuditSeals.AsNoTracking().OrderBy(s => s.Number).Select(s => new { s.Number, s.Rows, s.Root })
            .ToListAsync(cancellation))
        {
            var entries = await context.AuditEntries.AsNoTracking().Where(a => a.SealNumber == seal.Number).OrderBy(a => a.LeafIndex)
                .ToListAsync(cancellation);
            rows += entries.Count;
            if (entries.Count != seal.Rows)
            {
                faults.Add($"seal {seal.Number} covers {seal.Rows} rows, {entries.Count} are there");
            }
            else if (AuditSealer<ServiceDbContext>.RootOf(entries) != seal.Root)
            {
                faults.Add($"a row under seal {seal.Number} was changed or moved");
            }
        }

        var strangers = await context.AuditEntries.LongCountAsync(
            a => a.SealNumber != null && !context.AuditSeals.Any(s => s.Number == a.SealNumber), cancellation);
        if (strangers > 0)
        {
            faults.Add($"{strangers} rows name a seal that does not exist");
        }

        var unsealed = await context.AuditEntries.LongCountAsync(a => a.SealNumber == null, cancellation);
        return new AuditVerdict(expected - 1, rows, unsealed, previous, faults);
    }
}

/// <summary>What the verifier saw.</summary>
/// <param name="Seals">Seals read.</param>
/// <param name="Rows">Sealed rows read.</param>
/// <param name="Unsealed">Rows that wait for their seal; normal for some seconds after an act.</param>
/// <param name="LastHash">Hash of the last seal: keep it elsewhere and compare it next time.</param>
/// <param name="Faults">Everything that does not fit; empty if the chain holds.</param>
public sealed record AuditVerdict(long Seals, long Rows, long Unsealed, string LastHash, IReadOnlyList<string> Faults);
