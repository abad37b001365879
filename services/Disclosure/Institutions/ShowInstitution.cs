using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Pages;

namespace Oversight.Disclosure.Institutions;

/// <summary>The page of one institution.</summary>
internal static class ShowInstitution
{
    public static void Map(RouteGroupBuilder pages) =>
        pages.MapMethods("/institutions/{id:guid}", [HttpMethods.Get, HttpMethods.Head], HandleAsync)
            .AllowAnonymous().WithName("InstitutionPage").WithSummary("The public record of an institution as a page").WithTags("Pages");

    private static async Task<IResult> HandleAsync(
        Guid id, DisclosureDbContext database, PublishedView view, RecordCache records, Texts texts, CancellationToken cancellation)
    {
        if (await records.FindAsync(database, view, id, cancellation) is { Record: var record })
        {
            return new RazorComponentResult<InstitutionPage>(new Dictionary<string, object?> { [nameof(InstitutionPage.Record)] = record });
        }

        return await GetInstitution.IsWithdrawnAsync(database, id, cancellation)
            ? PageProblems.Page(StatusCodes.Status410Gone)
            : PageProblems.Page(StatusCodes.Status404NotFound, texts["institution.unknown"]);
    }
}
