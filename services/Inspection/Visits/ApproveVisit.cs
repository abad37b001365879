using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

internal sealed record ApproveVisitRequest;

internal static class ApproveVisitEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/approval", HandleAsync)
        .Does("inspection.visit.approve").Idempotent<InspectionDbContext>()
        .WithName("ApproveVisit").WithSummary("Approve a visit that somebody else planned (检查审批); it gets its act code").WithTags("Visits");

    private static async Task<Results<Ok<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ApproveVisitRequest request, ExpectedVersion expected, Actor actor, ApproveVisitHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ApproveVisitHandler(VisitActs acts, Commit<InspectionDbContext> commit)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var visit = await acts.OpenAsync(id, expected, actor, cancellation);
        if (visit.IsRefused)
        {
            return visit.Error;
        }

        return visit.Value.Approve(ActCode.New(), actor.Acts(commit.Now)) is { IsRefused: true } refused
            ? refused.Error
            : await acts.DoneAsync(
                visit.Value, "approve", null, new { visit.Value.PlannedBy, late = visit.Value.ApprovalOverdueAt is not null },
                cancellation);
    }
}
