using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Oversight.Disclosure.Institutions;

/// <summary>Where a page begins: after this institution of its list.</summary>
/// <param name="NameKey">Its searchable name where the list is in the order of names; null where it is in the order of ids.</param>
/// <param name="Id">Its id.</param>
internal sealed record Position(string? NameKey, Guid Id);

/// <summary>
/// The rows that one term of a search leads to, in the order of the list. A search takes them stretch by stretch; the bounds
/// of a stretch stand in the query before every other condition, so that no database can be tempted to run through more.
/// </summary>
internal abstract class SearchCourse
{
    // A limit, even this one, keeps the other conditions of a search out of the query that it stands in.
    private const int All = int.MaxValue;

    /// <summary>
    /// The position that ends the next <paramref name="length"/> rows after <paramref name="start"/>; null if the course has no more than
    /// these.
    /// </summary>
    public abstract Task<Position?> EndAsync(Position? start, int length, CancellationToken cancellation);

    /// <summary>
    /// The institutions after <paramref name="start"/>, up to and with <paramref name="end"/>; null: to the end of the course.
    /// </summary>
    public abstract IQueryable<PublishedInstitution> Stretch(Position? start, Position? end);

    /// <summary>Puts rows of a stretch into the order of the list.</summary>
    public abstract IOrderedQueryable<PublishedInstitution> InOrder(IQueryable<PublishedInstitution> rows);

    /// <summary>The position of a row.</summary>
    public abstract Position Of(PublishedInstitution row);

    /// <summary>Institutions in the order of names, all or those of one filter: an index has them in that order.</summary>
    public sealed class ByName(IQueryable<PublishedInstitution> rows) : SearchCourse
    {
        /// <summary>The institutions after <paramref name="start"/>.</summary>
        // The first comparison alone lets the index seek; the second keeps the order among equal names.
        public IQueryable<PublishedInstitution> After(Position? start) => start is { NameKey: var key, Id: var id }
            ? rows.Where(i => i.NameKey.CompareTo(key) >= 0 && (i.NameKey.CompareTo(key) > 0 || i.Id.CompareTo(id) > 0))
            : rows;

        public override async Task<Position?> EndAsync(Position? start, int length, CancellationToken cancellation) =>
            await InOrder(After(start)).Skip(length - 1).Select(i => new Position(i.NameKey, i.Id)).FirstOrDefaultAsync(cancellation);

        public override IQueryable<PublishedInstitution> Stretch(Position? start, Position? end) =>
            InOrder(end is { NameKey: var key, Id: var id }
                ? After(start).Where(i => i.NameKey.CompareTo(key) <= 0 && (i.NameKey.CompareTo(key) < 0 || i.Id.CompareTo(id) <= 0))
                : After(start)).Take(All);

        public override IOrderedQueryable<PublishedInstitution> InOrder(IQueryable<PublishedInstitution> rows) =>
            rows.OrderBy(i => i.NameKey).ThenBy(i => i.Id);

        public override Position Of(PublishedInstitution row) => new(row.NameKey, row.Id);
    }

    /// <summary>Institutions in the order of ids, all or those of one rare filter.</summary>
    public sealed class ById(IQueryable<PublishedInstitution> rows) : SearchCourse
    {
        public override async Task<Position?> EndAsync(Position? start, int length, CancellationToken cancellation) =>
            await InOrder(After(start)).Skip(length - 1).Select(i => new Position(null, i.Id)).FirstOrDefaultAsync(cancellation);

        public override IQueryable<PublishedInstitution> Stretch(Position? start, Position? end) =>
            InOrder(end is { Id: var id } ? After(start).Where(i => i.Id.CompareTo(id) <= 0) : After(start)).Take(All);

        public override IOrderedQueryable<PublishedInstitution> InOrder(IQueryable<PublishedInstitution> rows) => rows.OrderBy(i => i.Id);

        public override Position Of(PublishedInstitution row) => new(null, row.Id);

        private IQueryable<PublishedInstitution> After(Position? start) => start is { Id: var id }
            ? rows.Where(i => i.Id.CompareTo(id) > 0) : rows;
    }

    /// <summary>
    /// The institutions that pairs of characters lead to, in the order of ids: the key of the pairs has them in that order.
    /// </summary>
    public sealed class ByGrams(IQueryable<NameGram> grams, bool isOne, IQueryable<PublishedInstitution> institutions) : SearchCourse
    {
        public override async Task<Position?> EndAsync(Position? start, int length, CancellationToken cancellation) =>
            await Ids(start, null).OrderBy(id => id).Skip(length - 1).Select(id => new Position(null, id))
                .FirstOrDefaultAsync(cancellation);

        public override IQueryable<PublishedInstitution> Stretch(Position? start, Position? end) =>
            from id in Ids(start, end).OrderBy(id => id).Take(All)
            join institution in institutions on id equals institution.Id
            select institution;

        public override IOrderedQueryable<PublishedInstitution> InOrder(IQueryable<PublishedInstitution> rows) => rows.OrderBy(i => i.Id);

        public override Position Of(PublishedInstitution row) => new(null, row.Id);

        private IQueryable<Guid> Ids(Position? start, Position? end)
        {
            var rows = start is { Id: var first } ? grams.Where(row => row.InstitutionId.CompareTo(first) > 0) : grams;
            rows = end is { Id: var last } ? rows.Where(row => row.InstitutionId.CompareTo(last) <= 0) : rows;
            // A name is in a range of pairs once for each of them, and would be found as often.
            return isOne ? rows.Select(row => row.InstitutionId) : rows.Select(row => row.InstitutionId).Distinct();
        }
    }
}

/// <summary>A condition of a search besides its words.</summary>
/// <param name="Name">Name of the condition, with its value.</param>
/// <param name="Condition">The condition.</param>
internal sealed record SearchCondition(string Name, Expression<Func<PublishedInstitution, bool>> Condition)
{
    /// <summary>The conditions of a filter.</summary>
    public static IEnumerable<SearchCondition> Of(SearchFilter filter)
    {
        if (filter.CreditCode is { } code)
        {
            yield return new SearchCondition("code " + code, i => i.CreditCode == code);
        }

        if (filter.LicenceKey is { } key)
        {
            yield return new SearchCondition("licence " + key, i => i.LicenceKey == key);
        }

        if (filter.Division is { Value: var division })
        {
            yield return new SearchCondition("division " + division, division.Length switch
            {
                2 => i => i.Province == division,
                4 => i => i.City == division,
                _ => i => i.County == division,
            });
        }

        if (filter.Type is { } type)
        {
            yield return new SearchCondition("type " + type, i => i.Type == type);
        }

        if (filter.Status is { } status)
        {
            yield return new SearchCondition("status " + status, i => i.Status == status);
        }

        if (filter.Grade is { } grade)
        {
            yield return new SearchCondition("grade " + grade, i => i.Grade == grade);
        }
    }
}
