using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.CreditFile.Recomputations;

internal sealed record AskForRecomputationRequest
{
    /// <summary>A scoring version that is loaded but not yet in force.</summary>
    [Required]
    [StringLength(64)]
    public required string PackVersion { get; init; }
}

internal static class AskForRecomputationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/recomputations", HandleAsync)
        .Does("creditfile.recomputation.ask").Idempotent<CreditFileDbContext>()
        .WithName("AskForRecomputation")
        .WithSummary("Rate every file under a scoring version that is still to come, beside the live ratings").WithTags("Scoring");

    private static async Task<Results<Accepted<RecomputationAnswer>, ProblemHttpResult>> HandleAsync(
        AskForRecomputationRequest request, Actor actor, AskForRecomputationHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToAccepted(http);
}

/// <summary>Stores the wish and answers at once; a worker carries it out.</summary>
internal sealed class AskForRecomputationHandler(CreditFileDbContext context, Commit<CreditFileDbContext> commit, ScoringPack pack)
{
    public async Task<Result<Reply<RecomputationAnswer>>> HandleAsync(
        AskForRecomputationRequest request, Actor actor, CancellationToken cancellation)
    {
        if (actor.Division is not { } division)
        {
            return RecomputationErrors.NoScope;
        }

        var by = actor.Acts(commit.Now);
        // A version in force needs no trial: the worker for new versions rates the files by it.
        var version = pack.Ahead(request.PackVersion, by.On);
        if (version.IsRefused)
        {
            return version.Error;
        }

        var total = await context.InstitutionFiles.Shown().Within(actor).CountAsync(file => file.Grade != null, cancellation);
        var run = Recomputation.Ask(commit.NewId(), version.Value.Version, total, division.Value, by);
        context.Recomputations.Add(run);
        commit.Record("recomputation.ask", "recomputation", run.Id, run.Version, new { run.PackVersion, run.Total });
        return await commit.SaveAsync(
            Reply.Accepted(RecomputationAnswer.Of(run), $"/api/creditfile/v1/recomputations/{run.Id}", run.Version), cancellation);
    }
}
