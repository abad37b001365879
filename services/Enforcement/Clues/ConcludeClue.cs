using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Clues;

internal sealed record ConcludeClueRequest : ReasonedRequest
{
    /// <summary>What became of it; <c>joint_operation</c> comes with the opening of the operation.</summary>
    public required ClueOutcome Outcome { get; init; }
}

/// <summary>Ends a clue; the fact goes back to where it came from.</summary>
internal static class ConcludeClueEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/clues/{id:guid}/conclusion", HandleAsync)
        .For(Roles.CaseOfficer, Roles.Supervisor).Idempotent<EnforcementDbContext>()
        .WithName("ConcludeClue").WithSummary("End a clue with its outcome (办结)").WithTags("Clues");

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ConcludeClueRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            (id, expected), actor, ClueAct.Conclude, request.Reason,
            (clue, deed) =>
            {
                var concluded = clue.Conclude(request.Outcome, deed);
                if (concluded.IsRefused)
                {
                    return concluded.Error;
                }

                handler.Announce(concluded.Value);
                return Result.Done;
            },
            cancellation)).ToOk(http);
}
