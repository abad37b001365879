using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Reference;
using Oversight.Kernel;
using Oversight.Pages;
using Oversight.Web;

namespace Oversight.Disclosure.Publication;

/// <summary>The public lists: penalties, inspections and exposures of all institutions or of a division, the latest first.</summary>
internal static class ListPublished
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder api)
    {
        Describe(api.MapMethods("/penalties", Read, (
                [FromQuery] string? division, [AsParameters] PageRequest page, PublicLists lists, PublishedView view,
                CancellationToken cancellation) =>
            AnswerAsync<PublishedPenalty, PenaltyRecord>(division, page, lists, p => p.Acts, view.RecordsAsync, cancellation)),
            "ListPenalties", "Published penalties, the latest first");
        Describe(api.MapMethods("/inspections", Read, (
                [FromQuery] string? division, [AsParameters] PageRequest page, PublicLists lists, PublishedView view,
                CancellationToken cancellation) =>
            AnswerAsync<PublishedInspection, InspectionRecord>(division, page, lists, i => i.Findings, view.RecordsAsync, cancellation)),
            "ListInspections", "Published results of inspections, the latest first");
        Describe(api.MapMethods("/exposures", Read, (
                [FromQuery] string? division, [AsParameters] PageRequest page, PublicLists lists, PublishedView view,
                CancellationToken cancellation) =>
            AnswerAsync<PublishedExposure, ExposureRecord>(
                division, page, lists, null, (items, _) => Task.FromResult(view.Records(items)), cancellation)), "ListExposures",
            "Public exposures, the latest first");
    }

    private static void Describe(RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.AllowAnonymous().WithName(name).WithSummary(summary).WithTags("Publications");

    private static async Task<Results<PublishedAnswer<PageOf<ListedRecord<TRecord>>>, ProblemHttpResult>> AnswerAsync<TItem, TRecord>(
        string? division, PageRequest page, PublicLists lists, Expression<Func<TItem, object>>? parts,
        Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TRecord>>> records, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        if (page.Size.IsRefused)
        {
            return page.Size.Error.ToProblem();
        }

        var found = await lists.PageAsync(division, page.Size.Value, page.Cursor, parts, records, cancellation);
        return found.IsRefused ? found.Error.ToProblem() : new PublishedAnswer<PageOf<ListedRecord<TRecord>>>(found.Value);
    }
}

/// <summary>A published record in a list, with the institution that it is about.</summary>
/// <param name="InstitutionId">Id of the institution.</param>
/// <param name="InstitutionName">Its registered name.</param>
/// <param name="Division">Its division when the record was published, six digits.</param>
/// <param name="DivisionName">Name of that division, Chinese.</param>
/// <param name="Record">The record.</param>
public sealed record ListedRecord<TRecord>(
    Guid InstitutionId, string InstitutionName, string Division, string DivisionName, TRecord Record);

/// <summary>Pages of the public lists.</summary>
internal sealed class PublicLists(DisclosureDbContext database, PublishedView view, ReferenceData reference)
{
    /// <summary>One page, or the refusal of the division or the cursor.</summary>
    public async Task<Result<PageOf<ListedRecord<TRecord>>>> PageAsync<TItem, TRecord>(
        string? division, int size, string? cursor, Expression<Func<TItem, object>>? parts,
        Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TRecord>>> records, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        DivisionCode? place = null;
        if (!string.IsNullOrWhiteSpace(division))
        {
            var read = DivisionCode.Parse(division);
            if (read.IsRefused)
            {
                return read.Error.At("division");
            }

            place = read.Value;
        }

        var list = $"{typeof(TItem).Name}|{place?.Value}";
        var start = Cursor.Read<ListPosition>(list, cursor);
        if (start.IsRefused)
        {
            return start.Error;
        }

        var rows = After(Within(view.Today<TItem>(), place?.Value), start.Value)
            .Where(x => database.Institutions.Any(i => i.Id == x.InstitutionId));
        var found = await (parts is null ? rows : rows.Include(parts)).OrderByDescending(x => x.OccurredOn).ThenByDescending(x => x.Id)
            .Take(size + 1).ToListAsync(cancellation);
        var page = PageOf<TItem>.From(found, size, last => Cursor.Write(list, new ListPosition(last.OccurredOn, last.Id)));
        var ids = page.Items.Select(x => x.InstitutionId).Distinct().ToList();
        var names = await database.Institutions.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Name, cancellation);
        var shown = await records(page.Items, cancellation);
        return new PageOf<ListedRecord<TRecord>>(
            [.. page.Items.Zip(shown, (item, record) => new ListedRecord<TRecord>(
                item.InstitutionId, names.GetValueOrDefault(item.InstitutionId, string.Empty), item.County,
                reference.DivisionPath(item.County, Language.Chinese), record))],
            page.Next);
    }

    private static IQueryable<TItem> Within<TItem>(IQueryable<TItem> items, string? division)
        where TItem : PublishedItem => division?.Length switch
        {
            null => items,
            2 => items.Where(x => x.Province == division),
            4 => items.Where(x => x.City == division),
            _ => items.Where(x => x.County == division),
        };

    private static IQueryable<TItem> After<TItem>(IQueryable<TItem> items, ListPosition? start)
        where TItem : PublishedItem => start is { On: var on, Id: var id }
            // The first comparison alone is a range that the index can seek; the second keeps the order among items of one day.
            ? items.Where(x => x.OccurredOn <= on && (x.OccurredOn < on || x.Id.CompareTo(id) < 0))
            : items;

    private sealed record ListPosition(DateOnly On, Guid Id);
}
