using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// How many rows a search term has, counted up to a cap and remembered for a minute. It only steers how a search goes about
/// its work, so an old number costs time and never a wrong answer.
/// </summary>
internal sealed class Frequencies(TimeProvider clock, SearchLimits limits)
{
    private const int MaxTerms = 50_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>The number of rows of <paramref name="term"/>, at most <see cref="SearchLimits.Common"/> + 1.</summary>
    /// <param name="term">Name of the term.</param>
    /// <param name="rows">Its rows in the order of an index.</param>
    /// <param name="cancellation">Ends the count.</param>
    public async ValueTask<int> OfAsync<TRow>(string term, IOrderedQueryable<TRow> rows, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(term, out var known) && now < known.Until)
        {
            return known.Count;
        }

        var count = await rows.Take(limits.Common + 1).CountAsync(cancellation);
        // Terms are whatever visitors type; without a bound they would fill the memory. A number that is lost is counted again.
        if (_known.Count >= MaxTerms)
        {
            _known.Clear();
        }

        _known[term] = (count, now + Remembered);
        return count;
    }
}
