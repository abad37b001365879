using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

internal sealed record ConcludeClueRequest : ReasonedRequest
{
    /// <summary>What became of it; <c>joint_operation</c> comes with the opening of the operation.</summary>
    public required ClueOutcome Outcome { get; init; }
}

/// <summary>Ends a clue; the fact goes back to where it came from.</summary>
internal static class ConcludeClueEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/clues/{id:guid}/conclusion", HandleAsync)
        .Does("enforcement.clue.conclude").Idempotent<EnforcementDbContext>()
        .WithName("ConcludeClue").WithSummary("End a clue with its outcome (办结)").WithTags("Clues");

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ConcludeClueRequest request, ExpectedVersion expected, Actor actor, ConcludeClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ConcludeClueHandler(ClueActs acts, Commit<EnforcementDbContext> commit)
{
    public async Task<Result<Reply<ClueAnswer>>> HandleAsync(
        Guid id, ConcludeClueRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var concluded = opened.Value.Clue.Conclude(request.Outcome, opened.Value.By);
        if (concluded.IsRefused)
        {
            return concluded.Error;
        }

        commit.Announce(concluded.Value, id, concluded.Value.Version);
        return await acts.DoneAsync(opened.Value, ClueAct.Conclude, cancellation);
    }
}
