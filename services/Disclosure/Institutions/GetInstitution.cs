using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Disclosure.Institutions;

/// <summary>The record of one institution as an API, by id and by credit code.</summary>
internal static class GetInstitution
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapMethods("/institutions/{id:guid}", Read, ByIdAsync)
            .AllowAnonymous()
            .WithName("GetInstitution")
            .WithSummary("The public record of an institution, with its events, rating, penalties, inspections and exposures")
            .WithTags("Institutions");
        api.MapMethods("/institutions/by-credit-code/{code}", Read, ByCreditCodeAsync)
            .AllowAnonymous()
            .WithName("GetInstitutionByCreditCode")
            .WithSummary("The public record of the institution with a unified social credit code")
            .WithTags("Institutions");
    }

    /// <summary>Whether it was published once, or might have been, and is not any more.</summary>
    public static Task<bool> IsWithdrawnAsync(DisclosureDbContext database, Guid id, CancellationToken cancellation) =>
        database.Withdrawals.AnyAsync(w => w.InstitutionId == id && w.WasPublished, cancellation);

    private static async Task<Results<PublishedAnswer<InstitutionRecord>, ProblemHttpResult>> ByIdAsync(
        Guid id, DisclosureDbContext database, PublishedView view, RecordCache records, CancellationToken cancellation)
    {
        if (await records.FindAsync(database, view, id, cancellation) is { } kept)
        {
            return new PublishedAnswer<InstitutionRecord>(kept.Record, body: kept.Body);
        }

        return await IsWithdrawnAsync(database, id, cancellation)
            ? TypedResults.Problem(
                Problems.Details(StatusCodes.Status410Gone, "disclosure.institution.withdrawn", "This institution is no longer published."))
            : SearchErrors.NotFound.ToProblem();
    }

    private static async Task<Results<PublishedAnswer<InstitutionRecord>, ProblemHttpResult>> ByCreditCodeAsync(
        string code, DisclosureDbContext database, PublishedView view, RecordCache records, CancellationToken cancellation)
    {
        var read = CreditCode.Parse(code);
        if (read.IsRefused)
        {
            return read.Error.At("code").ToProblem();
        }

        var value = read.Value.Value;
        var id = await database.Institutions.Where(i => i.CreditCode == value)
            .OrderBy(i => i.NameKey).ThenBy(i => i.Id).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellation);
        // 404 for a withdrawn one as well: a withdrawal holds the id and no code, so that nothing about the institution is kept.
        return id is { } known && await records.FindAsync(database, view, known, cancellation) is { } kept
            ? new PublishedAnswer<InstitutionRecord>(kept.Record, body: kept.Body)
            : SearchErrors.NotFound.ToProblem();
    }
}
