using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Persistence;

namespace Oversight.Enforcement.Operations;

/// <summary>A piece of evidence that all departments of an operation share: its hash, and where it came from.</summary>
internal sealed class EvidenceEntry
{
    /// <summary>Kinds of source.</summary>
    public const string Finding = "finding", TaskResult = "result";

    public required Guid Id { get; init; }

    public required Guid OperationId { get; init; }

    public required string Sha256 { get; init; }

    public required string Source { get; init; }

    public required Guid SourceId { get; init; }

    public required string Department { get; init; }

    public required DateTime At { get; init; }
}

/// <summary>
/// What is known of a visit whose conclusion and withdrawal come as two facts in any order: only the conclusion names its
/// operation. Both write this one row, so of two at the same moment one is retried and sees the other.
/// </summary>
internal sealed class OperationVisit
{
    public required Guid VisitId { get; init; }

    /// <summary>Operation that it belongs to; null while only its withdrawal is known.</summary>
    public Guid? OperationId { get; set; }

    /// <summary>Version of the visit that the withdrawal made; null unless it is known to be withdrawn.</summary>
    public long? WithdrawnVersion { get; set; }

    public DateOnly? WithdrawnOn { get; set; }
}

/// <summary>Adds evidence to an operation within the caller's save.</summary>
internal sealed class OperationEvidence(EnforcementDbContext context, Commit<EnforcementDbContext> commit)
{
    /// <summary>Adds hashes of one source; what is there already stays.</summary>
    public async Task AddAsync(
        Guid operationId, string source, Guid sourceId, string department, IEnumerable<string> hashes, CancellationToken cancellation)
    {
        var set = context.Set<EvidenceEntry>();
        // By source: one file may be evidence of two findings, and each keeps its own row.
        var known = await set.Where(e => e.OperationId == operationId && e.SourceId == sourceId).Select(e => e.Sha256)
            .ToListAsync(cancellation);
        foreach (var hash in hashes.Distinct(StringComparer.Ordinal).Except(known, StringComparer.Ordinal))
        {
            set.Add(
                new EvidenceEntry
                {
                    Id = commit.NewId(), OperationId = operationId, Sha256 = hash, Source = source, SourceId = sourceId,
                    Department = department, At = commit.Now
                });
        }
    }
}
