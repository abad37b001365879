using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

internal sealed record TransferClueRequest : ReasonedRequest
{
    /// <summary>Department that it goes to.</summary>
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }
}

internal sealed record ArbitrateClueRequest : ReasonedRequest
{
    /// <summary>Department whose duty it is.</summary>
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }
}

internal sealed record AssignClueRequest
{
    /// <summary>Account of the officer, the subject of the officer's tokens.</summary>
    [StringLength(150, MinimumLength = 1)]
    [RegularExpression("^[!-~]+$", ErrorMessage = "An account id is visible ASCII.")]
    public required string Officer { get; init; }
}

/// <summary>To whom a clue goes: to another department, by decision of a third one, or to a named officer (移送, 裁决, 指派).</summary>
internal static class MoveClueEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/clues/{id:guid}/transfer", TransferAsync).Does("enforcement.clue.transfer").Idempotent<EnforcementDbContext>()
            .WithName("TransferClue").WithSummary("Pass a clue on to another department (移送)").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/arbitration", ArbitrateAsync).Does("enforcement.clue.arbitrate").Idempotent<EnforcementDbContext>()
            .WithName("ArbitrateClue").WithSummary("Decide, as neither sender nor addressee, whose duty a clue is (裁决); final")
            .WithTags("Clues");
        api.MapPost("/clues/{id:guid}/assignment", AssignAsync).Does("enforcement.clue.assign").Idempotent<EnforcementDbContext>()
            .WithName("AssignClue").WithSummary("Name the officer who answers for a clue").WithTags("Clues");
    }

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> TransferAsync(
        Guid id, TransferClueRequest request, ExpectedVersion expected, Actor actor, MoveClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.TransferAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> ArbitrateAsync(
        Guid id, ArbitrateClueRequest request, ExpectedVersion expected, Actor actor, MoveClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ArbitrateAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> AssignAsync(
        Guid id, AssignClueRequest request, ExpectedVersion expected, Actor actor, MoveClueHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.AssignAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class MoveClueHandler(ClueActs acts, TransferRules rules)
{
    public async Task<Result<Reply<ClueAnswer>>> TransferAsync(
        Guid id, TransferClueRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (!rules.HasDepartment(request.Department, opened.Value.By.On))
        {
            return ClueErrors.UnknownDepartment;
        }

        return opened.Value.Clue.Transfer(request.Department, opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ClueAct.Transfer, cancellation);
    }

    public async Task<Result<Reply<ClueAnswer>>> ArbitrateAsync(
        Guid id, ArbitrateClueRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (!rules.HasDepartment(request.Department, opened.Value.By.On))
        {
            return ClueErrors.UnknownDepartment;
        }

        return opened.Value.Clue.Arbitrate(request.Department, opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ClueAct.Arbitrate, cancellation);
    }

    public async Task<Result<Reply<ClueAnswer>>> AssignAsync(
        Guid id, AssignClueRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Clue.Assign(request.Officer, opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ClueAct.Assign, cancellation);
    }
}
