using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.CreditFile.Ratings;

/// <summary>A rating with everything that explains it.</summary>
/// <param name="InstitutionId">Id in the register.</param>
/// <param name="Name">Name in the register, or null while the copy of the register is behind.</param>
/// <param name="Version">Version of the credit file, also the ETag.</param>
/// <param name="NeedsConfirmation">Whether a drop to the worst grade waits for an officer's confirmation; of the present, whatever day was
/// asked.</param>
/// <param name="ConfirmedAt">When an officer confirmed it (UTC), or null.</param>
/// <param name="Rating">The rating as of the day.</param>
internal sealed record RatingAnswer(
    Guid InstitutionId, string? Name, long Version, bool NeedsConfirmation, DateTime? ConfirmedAt, Rating Rating);

/// <summary>
/// Works a rating out from the ledger as of today or any past day since the first scoring version: what had happened by then and was
/// known here by the end of that day, under the scoring version of that day.
/// </summary>
internal static class GetRatingEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/institutions/{id:guid}/rating", HandleAsync)
        .For(CreditRoles.Readers)
        .WithName("GetRating").WithSummary("The rating of an institution with every line that explains it, as of today or a past day")
        .WithTags("Ratings");

    private static async Task<Results<Ok<RatingAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] DateOnly? asOf, Actor actor, CreditFileDbContext database, ScoringPack pack, PublicationTerms terms,
        TimeProvider clock, HttpContext http, CancellationToken cancellation)
    {
        var today = OfficialTime.Today(clock);
        var day = asOf ?? today;
        if (day > today)
        {
            return FileErrors.InFuture.ToProblem();
        }

        // The scale of that day: under today's, every past rating would change with each new version.
        var version = pack.OnDay(day);
        if (version.IsRefused)
        {
            return version.Error.At("asOf").ToProblem();
        }

        var file = await database.InstitutionFiles.AsNoTracking().Shown().Within(actor).FirstOrDefaultAsync(f => f.Id == id, cancellation);
        if (file is null)
        {
            return FileErrors.NotFound.ToProblem();
        }

        var facts = await database.CreditFacts.AsNoTracking().Where(fact => fact.InstitutionId == id).ToListAsync(cancellation);
        http.Response.SetVersion(file.Version);
        return TypedResults.Ok(
            new RatingAnswer(
                id, file.Name, file.Version, file.NeedsConfirmation, file.ConfirmedAt, Scoring.Rate(facts, version.Value, day, terms)));
    }
}
