using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// Finds institutions at a cost that does not grow with the register: by words in the order of ids, otherwise in the order
/// of names.
/// </summary>
/// <remarks>
/// The rarest term of the search (a pair of characters of the name, or a condition) sets the course; its rows are taken in the order of the
/// list, stretch by stretch, and the other terms are checked on them, until the page is full or the course has ended. After
/// <see cref="SearchLimits.Budget"/> rows the page ends early with a cursor to go on: a page may hold fewer rows than asked for, even
/// none, and is the last only if it has no cursor. How rare a term is only decides about the work, never about the answer.
/// </remarks>
internal sealed class InstitutionSearch(DisclosureDbContext database, Frequencies frequencies, SearchLimits limits)
{
    /// <summary>One page, or the refusal of a cursor that is not of this list.</summary>
    public async Task<Result<PageOf<PublishedInstitution>>> FindAsync(
        SearchFilter filter, int size, string? cursor, CancellationToken cancellation)
    {
        var read = Cursor.Read<Position>(filter.List, cursor);
        if (read.IsRefused)
        {
            return read.Error;
        }

        var conditions = SearchCondition.Of(filter).ToList();
        if (filter.Words.Count == 0 && conditions.Count <= 1)
        {
            // Nothing is left to check on the rows: the page is the next of them.
            var list = new SearchCourse.ByName(
                conditions.Count == 0 ? database.Institutions : database.Institutions.Where(conditions[0].Condition));
            var next = await list.InOrder(list.After(read.Value)).Take(size + 1).AsNoTracking().ToListAsync(cancellation);
            return PageOf<PublishedInstitution>.From(next, size, last => Cursor.Write(filter.List, list.Of(last)));
        }

        var (course, rows) = filter.Words.Count > 0
            ? await CourseOfWordsAsync(filter, conditions, cancellation)
            : await CourseOfConditionsAsync(conditions, cancellation);
        // A course that is rare is walked in one query: its rows fit into the first stretch.
        return await WalkAsync(
            course, filter, conditions, read.Value, size, rows <= limits.Common ? limits.Common : limits.FirstStretch, cancellation);
    }

    // The end of a stretch is read before its rows: what comes, goes or moves in between can then neither hide a row that stays nor show it
    // twice.
    private async Task<PageOf<PublishedInstitution>> WalkAsync(
        SearchCourse course, SearchFilter filter, List<SearchCondition> conditions, Position? start, int size, int stretch,
        CancellationToken cancellation)
    {
        var found = new List<PublishedInstitution>();
        for (var walked = 0; walked < limits.Budget; walked += stretch, stretch = Math.Min(stretch * 2, limits.LongestStretch))
        {
            var end = await course.EndAsync(start, stretch, cancellation);
            var fitting = Fitting(course.Stretch(start, end), filter, conditions);
            found.AddRange(await course.InOrder(fitting).Take(size + 1 - found.Count).AsNoTracking().ToListAsync(cancellation));
            if (found.Count > size || end is null)
            {
                return PageOf<PublishedInstitution>.From(found, size, last => Cursor.Write(filter.List, course.Of(last)));
            }

            start = end;
        }

        return new PageOf<PublishedInstitution>(found, Cursor.Write(filter.List, start!));
    }

    private async Task<(SearchCourse Course, int Rows)> CourseOfConditionsAsync(
        List<SearchCondition> conditions, CancellationToken cancellation)
    {
        var (rarest, rows) = await RarestAsync(conditions, cancellation);
        return (new SearchCourse.ByName(database.Institutions.Where(rarest!.Condition)), rows);
    }

    private async Task<(SearchCourse Course, int Rows)> CourseOfWordsAsync(
        SearchFilter filter, List<SearchCondition> conditions, CancellationToken cancellation)
    {
        var (gram, gramRows) = await RarestGramAsync(filter.Words, cancellation);
        var (condition, conditionRows) = await RarestAsync(conditions, cancellation);
        // Sorting the rows of a condition by id costs all of them, since their index is in the order of names; so only of a rare condition.
        if (conditionRows < gramRows && conditionRows <= limits.Common)
        {
            return (new SearchCourse.ById(database.Institutions.Where(condition!.Condition)), conditionRows);
        }

        // A common single character is met often enough on the way through the whole register.
        return gram.IsOne || gramRows <= limits.Common
            ? (new SearchCourse.ByGrams(Rows(gram), gram.IsOne, database.Institutions), gramRows)
            : (new SearchCourse.ById(database.Institutions), gramRows);
    }

    private async Task<(Grams Gram, int Rows)> RarestGramAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        (Grams Gram, int Rows) rarest = (default, int.MaxValue);
        foreach (var gram in GramsOf(words))
        {
            var rows = await frequencies.OfAsync(
                FormattableString.Invariant($"{gram.From}-{gram.To}"), Rows(gram).OrderBy(row => row.Gram).ThenBy(row => row.InstitutionId),
                cancellation);
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

    private async Task<(SearchCondition? Condition, int Rows)> RarestAsync(List<SearchCondition> conditions, CancellationToken cancellation)
    {
        (SearchCondition? Condition, int Rows) rarest = (null, int.MaxValue);
        foreach (var condition in conditions)
        {
            var rows = await frequencies.OfAsync(
                condition.Name, database.Institutions.Where(condition.Condition).OrderBy(i => i.NameKey).ThenBy(i => i.Id), cancellation);
            if (rows < rarest.Rows)
            {
                rarest = (condition, rows);
            }
        }

        return rarest;
    }

    private IQueryable<NameGram> Rows(Grams gram) => gram.IsOne
        ? database.NameGrams.Where(row => row.Gram == gram.From)
        : database.NameGrams.Where(row => row.Gram >= gram.From && row.Gram < gram.To);

    private static IQueryable<PublishedInstitution> Fitting(
        IQueryable<PublishedInstitution> rows, SearchFilter filter, List<SearchCondition> conditions) =>
        filter.Words.Aggregate(
            conditions.Aggregate(rows, (all, next) => all.Where(next.Condition)),
            (all, word) => all.Where(i => i.NameKey.Contains(word)));

    private static IEnumerable<Grams> GramsOf(IReadOnlyList<string> words)
    {
        var pairs = words.SelectMany(NameKey.GramsOfWord).Distinct().Select(gram => new Grams(gram, gram + 1)).ToList();
        return pairs.Count > 0 ? pairs : words.Select(word => NameKey.GramsFrom(word[0])).Select(range => new Grams(range.From, range.To));
    }

    private readonly record struct Grams(long From, long To)
    {
        public bool IsOne => To == From + 1;
    }
}
