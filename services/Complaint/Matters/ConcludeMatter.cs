using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>What came of a matter, and the answer to the person.</summary>
internal sealed record ConcludeMatterRequest
{
    /// <summary>substantiated, unsubstantiated, mediated, mediation_ended or transferred.</summary>
    [Required, StringLength(40)]
    public required string Outcome { get; init; }

    [Required, MultiLine, StringLength(4000)]
    public required string Reply { get; init; }
}

/// <summary>Ends a matter (办结): every clock stops, and the others learn the outcome, never who complained.</summary>
internal static class ConcludeMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/conclusion", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("ConcludeMatter").WithSummary("End a matter with an outcome and an answer").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ConcludeMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var reply = MatterActHandler.Text(request.Reply, "reply", 4000);
        if (reply.IsRefused || Outcome(request.Outcome) is not { } outcome)
        {
            return (reply.Error ?? MatterErrors.OutcomeUnknown).ToProblem();
        }

        return (await handler.DoAsync(
            id, expected, actor, reply.Value, (matter, deed) => matter.Conclude(deed, outcome), matter => Announce(handler, matter),
            cancellation)).ToOk(http);
    }

    /// <summary>Announces the end of a matter.</summary>
    public static Task<Result> Announce(MatterActHandler handler, Matter matter)
    {
        handler.Commit.Announce(matter.Concluded(handler.Now), matter.Id, matter.Version);
        return Task.FromResult(Result.Done);
    }

    private static MatterOutcome? Outcome(string code) => code switch
    {
        "substantiated" => MatterOutcome.Substantiated,
        "unsubstantiated" => MatterOutcome.Unsubstantiated,
        "mediated" => MatterOutcome.Mediated,
        "mediation_ended" => MatterOutcome.MediationEnded,
        "transferred" => MatterOutcome.Transferred,
        _ => null,
    };
}
