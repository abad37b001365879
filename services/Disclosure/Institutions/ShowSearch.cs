using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Disclosure.Reference;
using Oversight.Kernel;
using Oversight.Pages;

namespace Oversight.Disclosure.Institutions;

/// <summary>The front page: the search and what it found.</summary>
internal static class ShowSearch
{
    private const int PageSize = 20;
    private static readonly string[] Filters = ["q", "division", "type", "status", "grade"];

    public static void Map(RouteGroupBuilder pages) => pages.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], HandleAsync)
        .AllowAnonymous().WithName("SearchPage").WithSummary("The search as a page").WithTags("Pages");

    // Parameters that a messenger adds to a shared address are not refused here as the API would: they change nothing.
    private static async Task<IResult> HandleAsync(
        [FromQuery] string? q, [FromQuery] string? division, [FromQuery] string? type, [FromQuery] string? status,
        [FromQuery] string? grade, [FromQuery] string? cursor,
        HttpRequest request, InstitutionSearch search, ReferenceData reference, PublishedScope published, Texts texts,
        CancellationToken cancellation)
    {
        var input = new SearchInput(q, null, null, division, type, status, grade);
        var filter = SearchFilter.Read(input, reference, out var faults);
        var asked = faults.Count == 0 && Filters.Any(request.Query.ContainsKey);
        SearchOutcome? outcome = null;
        if (asked)
        {
            var found = await search.FindAsync(filter, PageSize, cursor, cancellation);
            if (found.IsRefused)
            {
                faults.Add(found.Error);
            }
            else
            {
                outcome = new SearchOutcome(
                    [.. found.Value.Items.Select(i => InstitutionSummary.From(i, reference, texts.Language))],
                    found.Value.Next is { } next ? Address(input, next) : null,
                    cursor is null ? null : Address(input, null),
                    EndedEarly: found.Value.Next is not null && found.Value.Items.Count < PageSize);
            }
        }

        var model = new SearchModel(
            Known(q), filter.Division?.Value, filter.Type, filter.Status, filter.Grade,
            faults.Select(fault => Explain(fault, texts)).FirstOrDefault(), faults.Any(fault => fault.Field == "q"), outcome,
            await DivisionsAsync(reference, published, texts.Language, cancellation), await published.UpdatedAtAsync(cancellation));
        return new RazorComponentResult<SearchPage>(new Dictionary<string, object?> { [nameof(SearchPage.Model)] = model })
        {
            StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    // What was typed is shown again so that it can be mended; a text far too long is cut, not echoed.
    private static string? Known(string? text) => text is { Length: > SearchFilter.MaxText } ? text[..SearchFilter.MaxText] : text;

    private static string Explain(Error fault, Texts texts) => texts.Find("search.fault." + fault.Code) ?? texts["search.fault"];

    private static string Address(SearchInput input, string? cursor) => "/" + QueryString.Create(new Dictionary<string, string?>
    {
        ["q"] = input.Q ?? string.Empty,
        ["division"] = input.Division,
        ["type"] = input.Type,
        ["status"] = input.Status,
        ["grade"] = input.Grade,
        ["cursor"] = cursor,
    }.Where(pair => pair.Value is not null)).ToUriComponent();

    /// <summary>The divisions that have a published institution, to choose from.</summary>
    public static async Task<IReadOnlyList<ChoiceOption>> DivisionsAsync(
        ReferenceData reference, PublishedScope published, Language language, CancellationToken cancellation)
    {
        var counties = await published.CountiesAsync(cancellation);
        var severalCities = counties.Select(code => code[..4]).Distinct().Take(2).Count() > 1;
        return [.. counties.GroupBy(code => code[..4]).SelectMany(city => city
            .Select(
                code => new ChoiceOption(
                    code, severalCities ? reference.DivisionPath(code, language) : reference.DivisionName(code, language)))
            .Prepend(severalCities ? new ChoiceOption(city.Key, reference.DivisionName(city.Key, language)) : null)
            .OfType<ChoiceOption>())];
    }
}

/// <summary>What the search page shows.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Division">Division chosen, or null.</param>
/// <param name="Type">Type chosen, or null.</param>
/// <param name="Status">Status chosen, or null.</param>
/// <param name="Grade">Grade chosen, or null.</param>
/// <param name="Fault">What is wrong with the request, in the reader's language; null if nothing is.</param>
/// <param name="IsTextFault">Whether the fault is in the text.</param>
/// <param name="Outcome">What was found; null where nothing was asked.</param>
/// <param name="Divisions">Divisions to choose from.</param>
/// <param name="DataTime">When the newest state was made (UTC); null while nothing is published.</param>
public sealed record SearchModel(
    string? Text, string? Division, string? Type, string? Status, string? Grade, string? Fault, bool IsTextFault, SearchOutcome? Outcome,
    IReadOnlyList<ChoiceOption> Divisions, DateTime? DataTime);

/// <summary>A page of what was found.</summary>
/// <param name="Items">The institutions.</param>
/// <param name="Next">Address of the next page, or null.</param>
/// <param name="First">Address of the first page, or null if this is it.</param>
/// <param name="EndedEarly">Whether the search paused before the page was full.</param>
public sealed record SearchOutcome(IReadOnlyList<InstitutionSummary> Items, string? Next, string? First, bool EndedEarly);
