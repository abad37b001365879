using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
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
internal sealed class LiftAvoidanceHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, DueDeadlines<InspectionDbContext> due, Permission permission)
{
    public async Task<Result<Reply<OfficerAnswer>>> HandleAsync(
        Guid id, LiftAvoidanceRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, Limits.Reason);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var opened = await context.Officers.Include(o => o.Avoidances).Within(actor)
            .ForChangeAsync(id, expected, OfficerErrors.NotFound, due, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var officer = opened.Value;
        if (!actor.MayKeep(officer.Department))
        {
            return OfficerErrors.OtherDepartment;
        }

        // A supervisor may be an officer too: the pack separates the act from the person concerned.
        if (permission.Check(actor, new ActSubject { Hands = officer }) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        var lifted = officer.LiftAvoidance(request.InstitutionId, commit.Now);
        if (lifted.IsRefused)
        {
            return lifted.Error;
        }

        commit.Announce(lifted.Value, officer.Id, officer.Version);
        commit.Record(
            "officer.lift_avoidance", "officer", officer.Id, officer.Version, new { request.InstitutionId, reason = reason.Value });
        return await commit.SaveAsync(Reply.Ok(OfficerAnswer.Of(officer), officer.Version), cancellation);
    }
}
