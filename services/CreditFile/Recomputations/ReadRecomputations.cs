using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.CreditFile.Recomputations;

internal static class ReadRecomputationsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/recomputations/{id:guid}", GetAsync).For(CreditRoles.Reviewers)
            .WithName("GetRecomputation").WithSummary("How far a recomputation is").WithTags("Scoring");
        api.MapGet("/recomputations/{id:guid}/changes", ChangesAsync).For(CreditRoles.Reviewers)
            .WithName("ListRecomputationChanges").WithSummary("Files whose rating would change, each with the lines that differ")
            .WithTags("Scoring");
    }

    private static async Task<Results<Ok<RecomputationAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, CreditFileDbContext database, HttpContext http, CancellationToken cancellation)
    {
        var run = await database.Recomputations.AsNoTracking().Within(actor).FirstOrDefaultAsync(r => r.Id == id, cancellation);
        if (run is null)
        {
            return RecomputationErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(run.Version);
        return TypedResults.Ok(RecomputationAnswer.Of(run));
    }

    private static async Task<Results<Ok<PageOf<RecomputationChangeAnswer>>, ProblemHttpResult>> ChangesAsync(
        Guid id, [FromQuery] bool? gradeChanged, [AsParameters] PageRequest page, Actor actor, CreditFileDbContext database,
        CancellationToken cancellation)
    {
        var list = $"recomputation|{id}|{gradeChanged}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        if (!await database.Recomputations.Within(actor).AnyAsync(r => r.Id == id, cancellation))
        {
            return RecomputationErrors.NotFound.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var changes = database.RecomputationChanges.AsNoTracking()
            .Where(c => c.RecomputationId == id && c.InstitutionId.CompareTo(from) > 0);
        changes = gradeChanged is { } differs ? changes.Where(c => (c.OldGrade != c.NewGrade) == differs) : changes;
        var rows = await changes.OrderBy(c => c.InstitutionId).Take(size.Value + 1).ToListAsync(cancellation);
        var found = PageOf<RecomputationChange>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.InstitutionId));
        return TypedResults.Ok(new PageOf<RecomputationChangeAnswer>(
            [
                .. found.Items.Select(c => new RecomputationChangeAnswer(
                    c.InstitutionId, c.OldGrade, c.OldPoints, c.NewGrade, c.NewPoints, c.DifferingLines,
                    JsonSerializer.Deserialize<List<LineDifference>>(c.Lines, WireJson.Options)!)),
            ], found.Next));
    }
}
