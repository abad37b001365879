using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

internal sealed record SuspectCrimeRequest : ReasonedRequest;

internal sealed record ApprovePoliceRequest;

internal sealed record HandToPoliceRequest
{
    /// <summary>Number of the transfer letter (案件移送函).</summary>
    [StringLength(100, MinimumLength = 1)]
    [RegularExpression(@".*\S.*", ErrorMessage = "A document number is needed.")]
    public required string Document { get; init; }
}

/// <summary>
/// A suspected crime on its way to the police: entered by an officer, approved by the head, who is another person, within three
/// days, handed over within 24 hours of that (行政执法机关移送涉嫌犯罪案件的规定 第五条). No clue ends before it (行政处罚法 第二十七条).
/// </summary>
internal static class ReferToPoliceEndpoint
{
    /// <summary>Kind of the deadline after which the hand-over is missed.</summary>
    public const string Deadline = "clue.police_due";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/clues/{id:guid}/suspicion", SuspectAsync).Does("enforcement.clue.suspect").Idempotent<EnforcementDbContext>()
            .WithName("SuspectCrime").WithSummary("Enter that a clue may be a crime (涉嫌犯罪)").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/police-approval", ApproveAsync).Does("enforcement.clue.approve_police")
            .Idempotent<EnforcementDbContext>()
            .WithName("ApprovePolice").WithSummary("Approve that a suspected crime goes to the police").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/police-transfer", HandOverAsync).Does("enforcement.clue.hand_to_police")
            .Idempotent<EnforcementDbContext>()
                .WithName("HandToPolice").WithSummary("Enter that the file was handed to the police (移送公安)").WithTags("Clues");
    }

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> SuspectAsync(
        Guid id, SuspectCrimeRequest request, ExpectedVersion expected, Actor actor, ReferToPoliceHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.SuspectAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> ApproveAsync(
        Guid id, ApprovePoliceRequest request, ExpectedVersion expected, Actor actor, ReferToPoliceHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ApproveAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> HandOverAsync(
        Guid id, HandToPoliceRequest request, ExpectedVersion expected, Actor actor, ReferToPoliceHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandOverAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ReferToPoliceHandler(
    ClueActs acts, TransferClocks clocks, TransferRules rules, Deadlines<EnforcementDbContext> deadlines)
{
    public async Task<Result<Reply<ClueAnswer>>> SuspectAsync(
        Guid id, SuspectCrimeRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (opened.Value.Clue.Suspect(opened.Value.By) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        clocks.Start(TransferClocks.PoliceDecide, id, opened.Value.Clue.Division);
        return await acts.DoneAsync(opened.Value, ClueAct.Suspect, cancellation);
    }

    public async Task<Result<Reply<ClueAnswer>>> ApproveAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (clue, by) = (opened.Value.Clue, opened.Value.By);
        var term = rules.PoliceTerm(by.On, DivisionCode.FromStored(clue.Division));
        if (term.IsRefused)
        {
            return term.Error;
        }

        if (clue.ApprovePolice(by, term.Value.Values.Amount) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await clocks.StopAsync(TransferClocks.PoliceDecide, id, cancellation);
        // A deadline and no clock: the term is in hours from the instant of the approval, and clocks count days.
        deadlines.Set(ReferToPoliceEndpoint.Deadline, id, clue.PoliceDueAt!.Value, term.Value.Reference);
        return await acts.DoneAsync(opened.Value, ClueAct.ApprovePolice, cancellation);
    }

    public async Task<Result<Reply<ClueAnswer>>> HandOverAsync(
        Guid id, HandToPoliceRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (opened.Value.Clue.HandToPolice(opened.Value.By) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await deadlines.CancelAsync(ReferToPoliceEndpoint.Deadline, id, cancellation);
        return await acts.DoneAsync(opened.Value, ClueAct.HandToPolice, cancellation);
    }
}
