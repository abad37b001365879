using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>A stretch of ids and the records that the publisher has in it.</summary>
/// <param name="After">Ids are greater; null from the beginning.</param>
/// <param name="Through">Ids are not greater; null to the end.</param>
/// <param name="Institution">Only records about this institution; null for all.</param>
/// <param name="Epoch">The publisher's epoch in which the page was made.</param>
/// <param name="Ids">The records that are there.</param>
/// <param name="Facts">What the publisher says of them.</param>
public sealed record CopyRange(
    Guid? After, Guid? Through, Guid? Institution, Guid Epoch, IReadOnlySet<Guid> Ids, IReadOnlyList<object> Facts)
{
    /// <summary>
    /// Whether the publisher lost the record by a restore: it is in no page, and the copy is of an earlier epoch. A copy of the page's
    /// epoch that is in no page was made after it.
    /// </summary>
    public bool Lacks(ISourced copy, Guid id) => !Ids.Contains(id) && IsEarlier(copy.SourceEpoch);

    /// <summary>Whether what was told in an epoch was told before the one in which the page was made.</summary>
    public bool IsEarlier(Guid epoch) => epoch.CompareTo(Epoch) < 0;

    /// <summary>The rows that lie in the stretch.</summary>
    /// <param name="rows">Rows of copies.</param>
    /// <param name="id">The record's id in the row.</param>
    /// <param name="institution">The institution that the row is about; null where the rows are about none, and none is asked for.</param>
    public IQueryable<TRow> Within<TRow>(
        IQueryable<TRow> rows, Expression<Func<TRow, Guid>> id, Expression<Func<TRow, Guid?>>? institution)
    {
        if (After is { } after)
        {
            rows = rows.Where(On(id, key => Expression.GreaterThan(Compare(key, after), Expression.Constant(0))));
        }

        if (Through is { } through)
        {
            rows = rows.Where(On(id, key => Expression.LessThanOrEqual(Compare(key, through), Expression.Constant(0))));
        }

        return Institution is { } about
            ? rows.Where(On(institution!, key => Expression.Equal(key, Parameter<Guid?>(about))))
            : rows;
    }

    private static MethodCallExpression Compare(Expression key, Guid with) =>
        Expression.Call(key, typeof(Guid).GetMethod(nameof(Guid.CompareTo), [typeof(Guid)])!, Parameter(with));

    // A constant would make another query, compiled and cached anew, of every page.
    private static MemberExpression Parameter<T>(T value) =>
        Expression.Field(Expression.Constant(new StrongBox<T>(value)), nameof(StrongBox<T>.Value));

    private static Expression<Func<TRow, bool>> On<TRow, TKey>(
        Expression<Func<TRow, TKey>> key, Func<Expression, Expression> condition) =>
        Expression.Lambda<Func<TRow, bool>>(condition(key.Body), key.Parameters);
}
