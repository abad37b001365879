using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;
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
        .Does("complaint.matter.conclude").Idempotent<ComplaintDbContext>()
        .WithName("ConcludeMatter").WithSummary("End a matter with an outcome and an answer").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ConcludeMatterRequest request, ExpectedVersion expected, Actor actor, ConcludeMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ConcludeMatterHandler(
    ComplaintDbContext context, MatterActs acts, Commit<ComplaintDbContext> commit, Permission permission)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, ConcludeMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reply = MatterActs.Text(request.Reply, "reply", 4000);
        if (reply.IsRefused || Outcome(request.Outcome) is not { } outcome)
        {
            return reply.Error ?? MatterErrors.OutcomeUnknown;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        // 民办教育促进法实施条例 第四十七条: without a finding of others, a supervisor who does not handle it is the second person.
        if (outcome == MatterOutcome.Substantiated && !await HasFindingAsync(matter, cancellation)
            && permission.CheckAs("complaint.matter.substantiate", actor, new ActSubject { Hands = matter }).IsRefused)
        {
            return MatterErrors.FindingMissing;
        }

        var concluded = matter.Conclude(outcome, acts.Entry(matter, reply.Value), by);
        if (concluded.IsRefused)
        {
            return concluded.Error;
        }

        commit.Announce(matter.Concluded(by.At), id, matter.Version);
        return await acts.DoneAsync(matter, concluded.Value, cancellation);
    }

    // Whoever else looked into it: a substantiated matter lowers the rating of its party, which one person alone must not do.
    private Task<bool> HasFindingAsync(Matter matter, CancellationToken cancellation) => context.Entries.AsNoTracking().AnyAsync(
        e => (e.MatterId == matter.Id || e.MatterId == matter.ParentId)
            && (e.Code == EntryCodes.CaseFiled || e.Code == EntryCodes.PenaltyDecided
                || (e.Code == EntryCodes.ClueConcluded && (e.Detail == "case_filed" || e.Detail == "rectified"))),
        cancellation);

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
