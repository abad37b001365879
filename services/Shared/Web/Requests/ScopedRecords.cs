using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>How every slice reaches records: within the caller's division, and for a change only at the version that the caller read.</summary>
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
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The record, tracked; or <paramref name="notFound"/>, or the refusal of the version (428, 412, 400).</returns>
    /// <remarks>Of two officers who pass here at once, the save lets one through and refuses the other as <c>request.version.stale</c>.</remarks>
    public static async Task<Result<T>> ForChangeAsync<T>(
        this IQueryable<T> records, Guid id, ExpectedVersion expected, Error notFound, CancellationToken cancellation)
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

        return expected.Check(record.Version) is { IsRefused: true } stale ? stale.Error : record;
    }
}
