using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Web;

/// <summary>
/// How every slice reaches records: within the caller's division, and for a change only at the version that the caller read.
/// </summary>
public static class ScopedRecords
{
    /// <summary>The records of the caller's division; none for a caller without one.</summary>
    public static IQueryable<T> Within<T>(this IQueryable<T> records, Actor actor)
        where T : class, IWithinDivision
    {
        var prefix = actor.ScopePrefix;
        return records.Where(record => record.Division.StartsWith(prefix));
    }

    /// <summary>Loads one record to change it.</summary>
    /// <param name="records">The records within the caller's scope.</param>
    /// <param name="id">Its id.</param>
    /// <param name="expected">The If-Match header.</param>
    /// <param name="notFound">The refusal of a record that is not there, or not within scope; the two are never told apart.</param>
    /// <param name="due">Fires what is due of the record first: the act comes after a term that had passed, not before it.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The record, tracked, its version raised by what was due; or <paramref name="notFound"/>, or the refusal of the version
    /// (428, 412, 400).</returns>
    /// <remarks>
    /// Of two officers who pass here at once, the save lets one through and refuses the other as <c>request.version.stale</c>.
    /// </remarks>
    public static async Task<Result<T>> ForChangeAsync<T>(
        this IQueryable<T> records, Guid id, ExpectedVersion expected, Error notFound, DueDeadlines due, CancellationToken cancellation)
        where T : class, IVersioned
    {
        if (expected.Refusal is { } missing)
        {
            return missing;
        }

        var record = await records.FirstOrDefaultAsync(r => EF.Property<Guid>(r, "Id") == id, cancellation);
        if (record is null)
        {
            return notFound;
        }

        if (expected.Check(record.Version) is { IsRefused: true } stale)
        {
            return stale.Error;
        }

        await due.FireAsync(id, cancellation);
        return record;
    }
}
