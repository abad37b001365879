using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;
using Oversight.Persistence.Outbox;

namespace Oversight.Messaging;

/// <summary>
/// Records of one kind as the facts tell that were published about them: the outbox keeps those (<see cref="OutboxMessage.Kind"/>). They
/// carry the versions and days of the acts, which the record itself holds no longer.
/// </summary>
internal sealed class KeptFacts<TContext>(TContext context, string kind) : IStateSource
    where TContext : ServiceDbContext
{
    /// <inheritdoc />
    public string Kind => kind;

    /// <inheritdoc />
    public async Task<IReadOnlyList<StateRecord>> PageAsync(Guid? after, int size, Guid? subject, CancellationToken cancellation)
    {
        var kept = context.Outbox.AsNoTracking().Where(m => m.Kind == kind);
        var from = after ?? Guid.Empty;
        var about = subject is null ? kept : kept.Where(m => m.SubjectId == subject || m.Partition == subject);
        var ids = await about.Where(m => m.Partition.CompareTo(from) > 0)
            .Select(m => m.Partition).Distinct().OrderBy(id => id).Take(size).ToListAsync(cancellation);
        var rows = await kept.Where(m => ids.Contains(m.Partition)).OrderBy(m => m.Partition).ThenBy(m => m.Ordinal).ThenBy(m => m.Id)
            .Select(m => new { m.Partition, m.Contract, m.Payload, m.Digest }).ToListAsync(cancellation);

        // Without their epoch: what this database has is of its present epoch, whatever was sent before a restore.
        return [.. rows.GroupBy(m => m.Partition)
            .Select(
                record => new StateRecord(
                    record.Key, [.. record.Select(m => new AnnouncedFact(m.Contract, m.Payload, m.Digest, null, null))]))];
    }
}
