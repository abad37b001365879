using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Clues;

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
        api.MapPost("/clues/{id:guid}/transfer", TransferAsync).For(Roles.CaseOfficer, Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("TransferClue").WithSummary("Pass a clue on to another department (移送)").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/arbitration", ArbitrateAsync).For(Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("ArbitrateClue").WithSummary("Decide, as neither sender nor addressee, whose duty a clue is (裁决); final").WithTags("Clues");
        api.MapPost("/clues/{id:guid}/assignment", AssignAsync).For(Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("AssignClue").WithSummary("Name the officer who answers for a clue").WithTags("Clues");
    }

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> TransferAsync(
        Guid id, TransferClueRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DoAsync(
            (id, expected), actor, ClueAct.Transfer, request.Reason,
            (clue, deed) => Known(handler, request.Department) ?? clue.Transfer(request.Department, deed), cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> ArbitrateAsync(
        Guid id, ArbitrateClueRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DoAsync(
            (id, expected), actor, ClueAct.Arbitrate, request.Reason,
            (clue, deed) => Known(handler, request.Department) ?? clue.Arbitrate(request.Department, deed), cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClueAnswer>, ProblemHttpResult>> AssignAsync(
        Guid id, AssignClueRequest request, ExpectedVersion expected, Actor actor, ClueActHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DoAsync((id, expected), actor, ClueAct.Assign, null, (clue, deed) => clue.Assign(request.Officer, deed), cancellation)).ToOk(http);

    private static Result? Known(ClueActHandler handler, string department) =>
        handler.Rules.HasDepartment(department, handler.Today) ? (Result?)null : ClueErrors.UnknownDepartment;
}
