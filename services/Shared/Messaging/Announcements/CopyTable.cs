using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>Copies that are one row for each record: a row whose record the publisher lost goes.</summary>
/// <param name="database">The database of the copies.</param>
/// <param name="publisher">The publisher, e.g. <c>registry</c>.</param>
/// <param name="kind">The kind, as its source names it.</param>
/// <param name="id">The record's id in the row.</param>
/// <param name="institution">The institution that the row is about; null where the rows are about none.</param>
public sealed class CopyTable<TContext, TRow>(
    TContext database, string publisher, string kind, Expression<Func<TRow, Guid>> id,
    Expression<Func<TRow, Guid?>>? institution) : ICopySet<TContext>
    where TContext : ServiceDbContext
    where TRow : class, ISourced
{
    /// <inheritdoc />
    public string Publisher => publisher;

    /// <inheritdoc />
    public string Kind => kind;

    /// <inheritdoc />
    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        if (range.Institution is not null && institution is null)
        {
            return;
        }

        var rows = await range.Within(database.Set<TRow>(), id, institution).ToListAsync(cancellation);
        var idOf = id.Compile();
        database.RemoveRange(rows.Where(row => range.Lacks(row, idOf(row))));
    }
}
