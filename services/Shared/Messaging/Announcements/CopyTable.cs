using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>Copies that are one row for each record: a row without a record at the publisher goes.</summary>
/// <param name="database">The database of the copies.</param>
/// <param name="publisher">The publisher, e.g. <c>registry</c>.</param>
/// <param name="kind">The kind, as its source names it.</param>
/// <param name="id">The record's id in the row.</param>
/// <param name="institution">The institution that the row is about; null where the rows are about none.</param>
public sealed class CopyTable<TContext, TRow>(
    TContext database, string publisher, string kind, Expression<Func<TRow, Guid>> id, Expression<Func<TRow, Guid?>>? institution) : ICopySet<TContext>
    where TContext : ServiceDbContext
    where TRow : class
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

        var rows = database.Set<TRow>().AsQueryable();
        if (range.After is { } after)
        {
            rows = rows.Where(Where(id, key => Expression.GreaterThan(Compare(key, after), Expression.Constant(0))));
        }

        if (range.Through is { } through)
        {
            rows = rows.Where(Where(id, key => Expression.LessThanOrEqual(Compare(key, through), Expression.Constant(0))));
        }

        if (range.Institution is { } about)
        {
            rows = rows.Where(Where(institution!, key => Expression.Equal(key, Expression.Constant(about, typeof(Guid?)))));
        }

        var idOf = id.Compile();
        database.RemoveRange((await rows.ToListAsync(cancellation)).Where(row => !range.Ids.Contains(idOf(row))));
    }

    private static MethodCallExpression Compare(Expression key, Guid with) =>
        Expression.Call(key, typeof(Guid).GetMethod(nameof(Guid.CompareTo), [typeof(Guid)])!, Expression.Constant(with));

    private static Expression<Func<TRow, bool>> Where<TKey>(Expression<Func<TRow, TKey>> key, Func<Expression, Expression> condition) =>
        Expression.Lambda<Func<TRow, bool>>(condition(key.Body), key.Parameters);
}
