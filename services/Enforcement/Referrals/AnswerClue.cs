using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

internal sealed record AcceptClueRequest;

/// <summary>An act that needs a reason.</summary>
internal record ReasonedRequest
{
    /// <summary>Why; goes into the file and to the other department.</summary>
    [MultiLine]
    [StringLength(ActContext.MaxReason, MinimumLength = 1)]
    [RegularExpression(@"[\s\S]*\S[\s\S]*", ErrorMessage = "A reason is needed.")]
    public required string Reason { get; init; }
}

internal sealed record ReturnClueRequest : ReasonedRequest;

internal sealed record ObjectToClueRequest : ReasonedRequest;

/// <summary>The answers of a department to a clue that was sent to it: it accepts, gives back, or objects (受理, 退回, 异议).</summary>
internal static class AnswerClueEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/clues/{id:guid}/acceptance", AcceptAsync).Does("enforcement.clue.accept").Idempotent<EnforcementDbContext>()
            .WithName("AcceptClue").WithSummary("Take a clue that was sent to the own department (受理)").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/return", ReturnAsync).Does("enforcement.clue.return").Idempotent<EnforcementDbContext>()
            .WithName("ReturnClue").WithSummary("Give a clue back with reasons: not the own department's duty (退回)").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/objection", ObjectAsync).Does("enforcement.clue.object").Idempotent<EnforcementDbContext>()
            .WithName("ObjectToClue").WithSummary("Object to being sent a clue, or to its return; a third department decides (异议)")
            .WithTags("Clues");
    }

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> AcceptAsync(
        Guid id, AcceptClueRequest request, ExpectedVersion expected, Actor actor, AnswerClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.AcceptAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> ReturnAsync(
        Guid id, ReturnClueRequest request, ExpectedVersion expected, Actor actor, AnswerClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ReturnAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> ObjectAsync(
        Guid id, ObjectToClueRequest request, ExpectedVersion expected, Actor actor, AnswerClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ObjectAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class AnswerClueHandler(ClueActs acts, TransferClocks clocks)
{
    public async Task<Result<Reply<ClueAnswer>>> AcceptAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Clue.Accept(opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ClueAct.Accept, cancellation);
    }

    public async Task<Result<Reply<ClueAnswer>>> ReturnAsync(
        Guid id, ReturnClueRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Clue.Return(opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ClueAct.Return, cancellation);
    }

    public async Task<Result<Reply<ClueAnswer>>> ObjectAsync(
        Guid id, ObjectToClueRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var isLate = await clocks.HasPassedAsync(TransferClocks.Object, id, cancellation);
        return opened.Value.Clue.Object(opened.Value.By, isLate) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ClueAct.Object, cancellation);
    }
}
