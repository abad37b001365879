using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// Finds institutions in the order of their names, at a cost that does not grow with the register.
/// </summary>
/// <remarks>
/// The rarest term of the search (a pair of characters of the name, or a filter) decides. Has it at most
/// <see cref="SearchLimits.Common"/> rows, all of them are looked at. Are all terms common, the list is walked in its order until the page is
/// full, and after <see cref="SearchLimits.Budget"/> rows the page ends early with a cursor to go on: a page may hold fewer rows than asked for,
/// even none, and is the last only if it has no cursor.
/// </remarks>
internal sealed class InstitutionSearch(DisclosureDbContext database, Frequencies frequencies, SearchLimits limits)
{
    /// <summary>One page, or the refusal of a cursor that is not of this list.</summary>
    public async Task<Result<PageOf<PublishedInstitution>>> FindAsync(SearchFilter filter, int size, string? cursor, CancellationToken cancellation)
    {
        var read = Cursor.Read<Position>(filter.List, cursor);
        if (read.IsRefused)
        {
            return read.Error;
        }

        var start = read.Value;
        var filters = FiltersOf(filter).ToList();
        if (filter.CreditCode is not null || filter.LicenceKey is not null)
        {
            return Page(await RowsAsync(Matches(database.Institutions, filter, filters), start, null, size + 1, cancellation), size, filter);
        }

        var (gram, gramRows) = await RarestGramAsync(filter, cancellation);
        var (driver, driverRows) = await RarestAsync(filters, cancellation);
        if (gramRows <= Math.Min(driverRows, limits.Common))
        {
            return Page(await RowsAsync(Matches(Having(gram), filter, filters), start, null, size + 1, cancellation), size, filter);
        }

        var isPlainList = filter.Words.Count == 0 && filters.Count <= 1;
        return isPlainList || driverRows <= limits.Common
            ? Page(await RowsAsync(Matches(database.Institutions, filter, filters), start, null, size + 1, cancellation), size, filter)
            : await WalkAsync(driver, filter, filters, start, size, cancellation);
    }

    // Each stride is first measured along the index, then searched: no single query can run through the whole register.
    private async Task<PageOf<PublishedInstitution>> WalkAsync(
        Filter? driver, SearchFilter filter, List<Filter> filters, Position? start, int size, CancellationToken cancellation)
    {
        var list = driver is null ? database.Institutions : database.Institutions.Where(driver.Condition);
        var found = new List<PublishedInstitution>();
        var walked = 0;
        for (var stride = limits.FirstStride; walked < limits.Budget; walked += stride, stride = Math.Min(stride * 2, limits.LongestStride))
        {
            var end = await After(list, start).OrderBy(i => i.NameKey).ThenBy(i => i.Id).Skip(stride - 1)
                .Select(i => new Position(i.NameKey, i.Id)).FirstOrDefaultAsync(cancellation);
            found.AddRange(await RowsAsync(Matches(database.Institutions, filter, filters), start, end, size + 1 - found.Count, cancellation));
            if (found.Count > size || end is null)
            {
                return Page(found, size, filter);
            }

            start = end;
        }

        return new PageOf<PublishedInstitution>(found, Cursor.Write(filter.List, start!));
    }

    private async Task<(Grams? Gram, int Rows)> RarestGramAsync(SearchFilter filter, CancellationToken cancellation)
    {
        (Grams? Gram, int Rows) rarest = (null, int.MaxValue);
        foreach (var gram in GramsOf(filter.Words))
        {
            var rows = await frequencies.OfAsync(FormattableString.Invariant($"{gram.From}-{gram.To}"), Rows(gram).OrderBy(row => row.Gram).ThenBy(row => row.InstitutionId), cancellation);
            if (rows < rarest.Rows)
            {
                rarest = (gram, rows);
            }

            if (rows <= limits.RareEnough)
            {
                break;
            }
        }

        return rarest;
    }

    private async Task<(Filter? Filter, int Rows)> RarestAsync(List<Filter> filters, CancellationToken cancellation)
    {
        (Filter? Filter, int Rows) rarest = (null, int.MaxValue);
        foreach (var filter in filters)
        {
            var rows = await frequencies.OfAsync(filter.Name, database.Institutions.Where(filter.Condition).OrderBy(i => i.NameKey).ThenBy(i => i.Id), cancellation);
            if (rows < rarest.Rows)
            {
                rarest = (filter, rows);
            }
        }

        return rarest;
    }

    private IQueryable<NameGram> Rows(Grams gram) => gram.IsOne
        ? database.NameGrams.Where(row => row.Gram == gram.From)
        : database.NameGrams.Where(row => row.Gram >= gram.From && row.Gram < gram.To);

    private IQueryable<PublishedInstitution> Having(Grams? gram)
    {
        var ids = Rows(gram!).Select(row => row.InstitutionId);
        return from id in gram!.IsOne ? ids : ids.Distinct()
               join institution in database.Institutions on id equals institution.Id
               select institution;
    }

    private static IQueryable<PublishedInstitution> Matches(IQueryable<PublishedInstitution> rows, SearchFilter filter, List<Filter> filters)
    {
        rows = filters.Aggregate(rows, (all, next) => all.Where(next.Condition));
        if (filter.CreditCode is { } code)
        {
            rows = rows.Where(i => i.CreditCode == code);
        }

        if (filter.LicenceKey is { } key)
        {
            rows = rows.Where(i => i.LicenceKey == key);
        }

        return filter.Words.Aggregate(rows, (all, word) => all.Where(i => i.NameKey.Contains(word)));
    }

    private static Task<List<PublishedInstitution>> RowsAsync(
        IQueryable<PublishedInstitution> rows, Position? after, Position? upTo, int count, CancellationToken cancellation)
    {
        rows = After(rows, after);
        if (upTo is { NameKey: var key, Id: var id })
        {
            rows = rows.Where(i => i.NameKey.CompareTo(key) <= 0 && (i.NameKey.CompareTo(key) < 0 || i.Id.CompareTo(id) <= 0));
        }

        return rows.AsNoTracking().OrderBy(i => i.NameKey).ThenBy(i => i.Id).Take(count).ToListAsync(cancellation);
    }

    // The first comparison alone lets the index seek; the second keeps the order among equal names.
    private static IQueryable<PublishedInstitution> After(IQueryable<PublishedInstitution> rows, Position? position) =>
        position is { NameKey: var key, Id: var id }
            ? rows.Where(i => i.NameKey.CompareTo(key) >= 0 && (i.NameKey.CompareTo(key) > 0 || i.Id.CompareTo(id) > 0))
            : rows;

    private static PageOf<PublishedInstitution> Page(List<PublishedInstitution> rows, int size, SearchFilter filter) =>
        PageOf<PublishedInstitution>.From(rows, size, last => Cursor.Write(filter.List, new Position(last.NameKey, last.Id)));

    private static IEnumerable<Grams> GramsOf(IReadOnlyList<string> words)
    {
        var pairs = words.SelectMany(NameKey.GramsOfWord).Distinct().Select(gram => new Grams(gram, gram + 1)).ToList();
        return pairs.Count > 0 ? pairs : words.Select(word => NameKey.GramsFrom(word[0])).Select(range => new Grams(range.From, range.To));
    }

    private static IEnumerable<Filter> FiltersOf(SearchFilter filter)
    {
        if (filter.Division is { Value: var division })
        {
            yield return new Filter("division " + division, division.Length switch
            {
                2 => i => i.Province == division,
                4 => i => i.City == division,
                _ => i => i.County == division,
            });
        }

        if (filter.Type is { } type)
        {
            yield return new Filter("type " + type, i => i.Type == type);
        }

        if (filter.Status is { } status)
        {
            yield return new Filter("status " + status, i => i.Status == status);
        }
    }

    /// <summary>Where a page begins: after this name and id.</summary>
    private sealed record Position(string NameKey, Guid Id);

    private sealed record Filter(string Name, Expression<Func<PublishedInstitution, bool>> Condition);

    private sealed record Grams(long From, long To)
    {
        public bool IsOne => To == From + 1;
    }
}
