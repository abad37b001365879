using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Reference;
using Oversight.Pages;

namespace Oversight.Disclosure.Publication;

/// <summary>The public lists as pages: penalties, inspections, exposures.</summary>
internal static class ShowPublished
{
    private const int PageSize = 20;
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapMethods(
            "/penalties", Read,
            ([FromQuery] string? division, [FromQuery] string? cursor, ListPage page, PublishedView view, CancellationToken cancellation) =>
                    page.ShowAsync<PublishedPenalty, PenaltyRecord>(
                        "penalty", "/penalties", division, cursor, p => p.Acts, view.RecordsAsync, cancellation))
            .AllowAnonymous().WithName("PenaltiesPage").WithSummary("Published penalties as a page").WithTags("Pages");
        pages.MapMethods(
            "/inspections", Read,
            ([FromQuery] string? division, [FromQuery] string? cursor, ListPage page, PublishedView view, CancellationToken cancellation) =>
                    page.ShowAsync<PublishedInspection, InspectionRecord>(
                        "inspection", "/inspections", division, cursor, i => i.Findings, view.RecordsAsync, cancellation))
            .AllowAnonymous().WithName("InspectionsPage").WithSummary("Published results of inspections as a page").WithTags("Pages");
        pages.MapMethods(
            "/exposures", Read,
            ([FromQuery] string? division, [FromQuery] string? cursor, ListPage page, PublishedView view, CancellationToken cancellation) =>
                    page.ShowAsync<PublishedExposure, ExposureRecord>(
                        "exposure", "/exposures", division, cursor, null, (items, _) => Task.FromResult(view.Records(items)), cancellation))
            .AllowAnonymous().WithName("ExposuresPage").WithSummary("Public exposures as a page").WithTags("Pages");
    }

    /// <summary>Makes a page of a list.</summary>
    internal sealed class ListPage(PublicLists lists, ReferenceData reference, PublishedScope published, Texts texts)
    {
        // As on the search page, parameters that a messenger adds change nothing; a wrong division or cursor is explained.
        public async Task<IResult> ShowAsync<TItem, TRecord>(
            string kind, string path, string? division, string? cursor, Expression<Func<TItem, object>>? parts,
            Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TRecord>>> records, CancellationToken cancellation)
            where TItem : PublishedItem
            where TRecord : notnull
        {
            var found = await lists.PageAsync(division, PageSize, cursor, parts, records, cancellation);
            var items = found.IsRefused
                ? [] : found.Value.Items.Select(
                    item => new ListedRecord<object>(
                        item.InstitutionId, item.InstitutionName, item.Division, item.DivisionName, item.Record)).ToList();
            var model = new PublishedListModel(
                kind, path, found.IsRefused ? null : division, items,
                found.IsRefused || found.Value.Next is null ? null : Address(path, division, found.Value.Next),
                cursor is null ? null : Address(path, found.IsRefused ? null : division, null),
                found.IsRefused ? texts["list.fault"] : null,
                await ShowSearch.DivisionsAsync(reference, published, texts.Language, cancellation));
            return new RazorComponentResult<PublishedListPage>(
                new Dictionary<string, object?> { [nameof(PublishedListPage.Model)] = model })
            {
                StatusCode = found.IsRefused ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
            };
        }

        private static string Address(string path, string? division, string? cursor) => path + QueryString.Create(
            new Dictionary<string, string?>
            {
                ["division"] = division, ["cursor"] = cursor
            }.Where(pair => !string.IsNullOrEmpty(pair.Value))).ToUriComponent();
    }
}

/// <summary>What a page of a public list shows.</summary>
/// <param name="Kind">Kind of record, names the texts.</param>
/// <param name="Path">Address of the list.</param>
/// <param name="Division">Division chosen, or null.</param>
/// <param name="Items">The records.</param>
/// <param name="Next">Address of the next page, or null.</param>
/// <param name="First">Address of the first page, or null if this is it.</param>
/// <param name="Fault">What is wrong with the request, in the reader's language; null if nothing is.</param>
/// <param name="Divisions">Divisions to choose from.</param>
public sealed record PublishedListModel(
    string Kind, string Path, string? Division, IReadOnlyList<ListedRecord<object>> Items, string? Next, string? First, string? Fault,
    IReadOnlyList<ChoiceOption> Divisions);
