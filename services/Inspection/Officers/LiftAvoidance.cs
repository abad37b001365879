using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

internal sealed record LiftAvoidanceRequest
{
    public required Guid InstitutionId { get; init; }

    /// <summary>Why the officer need not keep away any more.</summary>
    [StringLength(Limits.Reason, MinimumLength = 1)]
    public required string Reason { get; init; }
}

/// <summary>Ends an avoidance (解除回避): the head decides on it, never the officer (行政处罚法 第四十三条).</summary>
internal static class LiftAvoidanceEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/officers/{id:guid}/avoidances/lifting", HandleAsync)
        .Does("inspection.officer.lift_avoidance").Idempotent<InspectionDbContext>()
        .WithName("LiftAvoidance").WithSummary("Note that an officer need not keep away from an institution any more").WithTags("Officers");

    private static async Task<Results<Ok<OfficerAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, LiftAvoidanceRequest request, ExpectedVersion expected, Actor actor, LiftAvoidanceHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

/// <summary>The avoidance and its reason stay in the audit; the officer may be sent to the institution from now on.</summary>
internal sealed class LiftAvoidanceHandler(Commit<InspectionDbContext> commit, OfficerActs acts)
{
    public async Task<Result<Reply<OfficerAnswer>>> HandleAsync(
        Guid id, LiftAvoidanceRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, Limits.Reason);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var officer = opened.Value;
        var lifted = officer.LiftAvoidance(request.InstitutionId, commit.Now);
        return lifted.IsRefused ? lifted.Error : await acts.DoneAsync(
            officer, "officer.lift_avoidance", lifted.Value, new { request.InstitutionId, reason = reason.Value }, cancellation);
    }
}
