using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Disclosure.Reference;
using Oversight.Web;

namespace Oversight.Disclosure.Institutions;

/// <summary>The public search as an API.</summary>
internal static class SearchInstitutions
{
    public static void Map(RouteGroupBuilder api) => api.MapMethods("/institutions", [HttpMethods.Get, HttpMethods.Head], HandleAsync)
        .AllowAnonymous()
        .WithName("SearchInstitutions")
        .WithSummary("Find institutions by name, part of a name, code, licence number, division, type, status and grade")
        .WithDescription(
            "In the order of names; with words in `q`, in the register's own order. A page may hold fewer rows than asked for, even none; "
                + "it is the last only if `next` is null.")
        .WithTags("Institutions");

    private static async Task<Results<PublishedAnswer<PageOf<InstitutionSummary>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] SearchParameters parameters, [AsParameters] PageRequest page, InstitutionSearch search, ReferenceData reference,
        CancellationToken cancellation)
    {
        var filter = SearchFilter.Read(parameters.ToInput(), reference, out var faults);
        if (page.Size.IsRefused)
        {
            faults.Add(page.Size.Error);
        }

        if (faults.Count > 0)
        {
            return faults.ToProblem();
        }

        var found = await search.FindAsync(filter, page.Size.Value, page.Cursor, cancellation);
        return found.IsRefused
            ? found.Error.ToProblem()
            : new PublishedAnswer<PageOf<InstitutionSummary>>(new PageOf<InstitutionSummary>(
                [.. found.Value.Items.Select(i => InstitutionSummary.From(i, reference))], found.Value.Next));
    }
}

/// <summary>What to look for; all parts that are given must fit.</summary>
/// <param name="Q">Name, part of a name, several words, a complete credit code or licence number; at most 100 characters and 8
/// words.</param>
/// <param name="CreditCode">Unified social credit code, 18 characters.</param>
/// <param name="LicenceNumber">Number of the school-running licence; its digits are enough.</param>
/// <param name="Division">Division of GB/T 2260: two, four or six digits, with everything inside.</param>
/// <param name="Type">Type code.</param>
/// <param name="Status">Status code.</param>
/// <param name="Grade">Grade of the rating, <c>A</c> to <c>D</c>.</param>
internal readonly record struct SearchParameters
{
    [FromQuery] public string? Q { get; init; }
    [FromQuery] public string? CreditCode { get; init; }
    [FromQuery] public string? LicenceNumber { get; init; }
    [FromQuery] public string? Division { get; init; }
    [FromQuery] public string? Type { get; init; }
    [FromQuery] public string? Status { get; init; }
    [FromQuery] public string? Grade { get; init; }

    public SearchInput ToInput() => new(Q, CreditCode, LicenceNumber, Division, Type, Status, Grade);
}
