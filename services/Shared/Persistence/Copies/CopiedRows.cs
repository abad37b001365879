using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Copies;

/// <summary>Rows that belong to a copied record: lines, events, findings.</summary>
public static class CopiedRows
{
    /// <summary>Makes the rows that are there those that are wanted, by their keys. The caller saves.</summary>
    /// <param name="database">The context that tracks <paramref name="rows"/>.</param>
    /// <param name="rows">Every row of the record, tracked.</param>
    /// <param name="wanted">Every row that the record is to have; they may be added to the context.</param>
    /// <param name="keyOf">What tells the rows of one record apart.</param>
    public static void Reconcile<TRow, TKey>(
        this DbContext database, IEnumerable<TRow> rows, IEnumerable<TRow> wanted, Func<TRow, TKey> keyOf)
        where TRow : class
        where TKey : notnull
    {
        var left = rows.ToDictionary(keyOf);
        foreach (var row in wanted)
        {
            if (left.Remove(keyOf(row), out var known))
            {
                database.Entry(known).CurrentValues.SetValues(row);
            }
            else
            {
                database.Add(row);
            }
        }

        database.RemoveRange(left.Values);
    }
}
