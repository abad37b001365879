using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>Why a visit ends without result.</summary>
internal sealed record EndVisitRequest
{
    [StringLength(Limits.Reason, MinimumLength = 1)]
    public required string Reason { get; init; }
}

internal static class CancelVisitEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/cancellation", HandleAsync)
        .Does("inspection.visit.cancel").Idempotent<InspectionDbContext>()
        .WithName("CancelVisit").WithSummary("Call off a visit that has not begun").WithTags("Visits");

    private static async Task<Results<Ok<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, EndVisitRequest request, ExpectedVersion expected, Actor actor, CancelVisitHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class CancelVisitHandler(VisitActs acts, VisitTallies tallies, Commit<InspectionDbContext> commit)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(
        Guid id, EndVisitRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, Limits.Reason);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var visit = await acts.OpenAsync(id, expected, actor, cancellation);
        if (visit.IsRefused)
        {
            return visit.Error;
        }

        if (visit.Value.Cancel(reason.Value, actor.Acts(commit.Now)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // The cap counts plans; one that did not come about gives its place back.
        await tallies.UncountAsync(visit.Value, cancellation);
        return await acts.DoneAsync(visit.Value, "cancel", null, null, cancellation);
    }
}
