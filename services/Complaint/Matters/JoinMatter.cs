using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>The matter that it is joined to.</summary>
internal sealed record JoinMatterRequest
{
    public required Guid ParentId { get; init; }
}

/// <summary>
/// Joins a matter to another about the same thing (并案): nothing is deleted, each person keeps the right to an answer and sees what comes of
/// the one that goes on. Both are changed, so of two opposite joins at once one is refused.
/// </summary>
internal static class JoinMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/join", HandleAsync)
        .Does("complaint.matter.join").Idempotent<ComplaintDbContext>()
        .WithName("JoinMatter").WithSummary("Join a matter to another about the same thing").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, JoinMatterRequest request, ExpectedVersion expected, Actor actor, JoinMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class JoinMatterHandler(MatterActs acts, ComplaintDbContext context)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, JoinMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var department = actor.Department;
        // Both matters change, so both are the own department's. No version of the parent is stated: its concurrency token settles a race.
        var parent = await context.Matters.Visible(actor)
            .FirstOrDefaultAsync(m => m.Id == request.ParentId && m.Department == department, cancellation);
        if (parent is null)
        {
            return MatterErrors.NotFound.At("parentId");
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var joined = matter.Join(parent, acts.Entry(matter), by);
        return joined.IsRefused ? joined.Error : await acts.DoneAsync(matter, joined.Value, cancellation);
    }
}
