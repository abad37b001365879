using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.CreditFile.Recomputations;

/// <summary>Stops a recomputation. The version need not be named: however far the worker is by now, the wish is the same.</summary>
internal static class StopRecomputationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/recomputations/{id:guid}/stop", HandleAsync)
        .Does("creditfile.recomputation.stop").Idempotent<CreditFileDbContext>()
        .WithName("StopRecomputation").WithSummary("Stop a recomputation; its report keeps what was rated until then").WithTags("Scoring");

    private static async Task<Results<Ok<RecomputationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, StopRecomputationHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, actor, cancellation)).ToOk(http);
}

internal sealed class StopRecomputationHandler(CreditFileDbContext context, Commit<CreditFileDbContext> commit)
{
    public async Task<Result<Reply<RecomputationAnswer>>> HandleAsync(Guid id, Actor actor, CancellationToken cancellation)
    {
        var run = await context.Recomputations.Within(actor).FirstOrDefaultAsync(r => r.Id == id, cancellation);
        if (run is null)
        {
            return RecomputationErrors.NotFound;
        }

        if (run.Stop(actor.Acts(commit.Now)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // A batch that was committed in between is 412: the officer asks again, and the next answer tells how far it came.
        commit.Record("recomputation.stop", "recomputation", id, run.Version, new { run.Rated, run.Changed });
        return await commit.SaveAsync(Reply.Ok(RecomputationAnswer.Of(run), run.Version), cancellation);
    }
}
