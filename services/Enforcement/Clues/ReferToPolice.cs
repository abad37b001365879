using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Clues;

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
        api.MapPost("/clues/{id:guid}/suspicion", SuspectAsync).For(Roles.CaseOfficer, Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("SuspectCrime").WithSummary("Enter that a clue may be a crime (涉嫌犯罪)").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/police-approval", ApproveAsync).For(Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("ApprovePolice").WithSummary("Approve that a suspected crime goes to the police").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/police-transfer", HandOverAsync).For(Roles.CaseOfficer, Roles.Supervisor)
            .Idempotent<EnforcementDbContext>()
                .WithName("HandToPolice").WithSummary("Enter that the file was handed to the police (移送公安)").WithTags("Clues");
    }

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> SuspectAsync(
        Guid id, SuspectCrimeRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            (id, expected), actor, ClueAct.Suspect, request.Reason,
            (clue, deed) =>
            {
                var done = clue.Suspect(deed);
                if (!done.IsRefused)
                {
                    handler.Clocks.Start(TransferClocks.PoliceDecide, clue.Id, clue.Division);
                }

                return done;
            },
            cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> ApproveAsync(
        Guid id, ApprovePoliceRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            (id, expected), actor, ClueAct.ApprovePolice, null,
            async (clue, deed) =>
            {
                var term = handler.Rules.PoliceTerm(deed.On, DivisionCode.FromStored(clue.Division));
                if (term.IsRefused)
                {
                    return term.Error;
                }

                var done = clue.ApprovePolice(deed, term.Value.Values.Amount);
                if (!done.IsRefused)
                {
                    await handler.Clocks.StopAsync(TransferClocks.PoliceDecide, clue.Id, cancellation);
                    handler.Deadlines.Set(Deadline, clue.Id, clue.PoliceDueAt!.Value, term.Value.Reference);
                }

                return done;
            },
            cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> HandOverAsync(
        Guid id, HandToPoliceRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            (id, expected), actor, ClueAct.HandToPolice, request.Document,
            async (clue, deed) =>
            {
                var done = clue.HandToPolice(deed);
                if (!done.IsRefused)
                {
                    await handler.Deadlines.CancelAsync(Deadline, clue.Id, cancellation);
                }

                return done;
            },
            cancellation)).ToOk(http);
}
