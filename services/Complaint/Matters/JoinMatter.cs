using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
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
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("JoinMatter").WithSummary("Join a matter to another about the same thing").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, JoinMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var department = actor.Department;
        var parent = await handler.Context.Matters.Visible(actor)
            .FirstOrDefaultAsync(m => m.Id == request.ParentId && m.Department == department, cancellation);
        return parent is null
            ? MatterErrors.NotFound.At("parentId").ToProblem()
            : (await handler.DoAsync(id, expected, actor, null, (matter, deed) => matter.Join(deed, parent), null, cancellation))
                .ToOk(http);
    }
}
