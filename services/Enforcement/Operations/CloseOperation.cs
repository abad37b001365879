using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

internal sealed record CloseOperationRequest : ReasonedRequest
{
    public required OperationOutcome Outcome { get; init; }
}

internal static class CloseOperationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/operations/{id:guid}/closure", HandleAsync)
        .Does("enforcement.operation.close").Idempotent<EnforcementDbContext>()
        .WithName("CloseOperation").WithSummary("Close a joint operation whose tasks have all ended; not by the person who opened it")
        .WithTags("Joint operations");

    private static async Task<Results<Ok<OperationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, CloseOperationRequest request, ExpectedVersion expected, Actor actor, CloseOperationHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

/// <summary>
/// Closes. Ended tasks never open again and a new one raises the operation's version, so none can slip in between the count and
/// the save.
/// </summary>
internal sealed class CloseOperationHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, TaskReader reader,
    OperationTasks tasks, OperationTimeline timeline, Permission permission)
{
    public async Task<Result<Reply<OperationAnswer>>> HandleAsync(
        Guid id, CloseOperationRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var by = actor.Acts(commit.Now, request.Reason);
        if (by.IsRefused)
        {
            return by.Error;
        }

        var operation = await reader.OperationsOf(actor).ForChangeAsync(id, expected, OperationErrors.NotFound, due, cancellation);
        if (operation.IsRefused)
        {
            return operation.Error;
        }

        if (permission.Check(actor, new ActSubject { Hands = operation.Value }) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        var open = await context.Set<DepartmentTask>()
            .CountAsync(t => t.OperationId == id && t.State != TaskState.Reported && t.State != TaskState.Withdrawn, cancellation);
        var closed = operation.Value.Close(request.Outcome, open, await tasks.MattersAsync(id, cancellation), by.Value);
        if (closed.IsRefused)
        {
            return closed.Error;
        }

        var version = operation.Value.Version;
        await timeline.NoteAsync(
            id, new TimelineNote(
                "operation.close", id, version, by.Value.On, actor.Department, new { outcome = WireWord.Of(request.Outcome) }),
            cancellation);
        commit.Announce(closed.Value, id, version);
        commit.Record("operation.close", "operation", id, version, new { request.Outcome });
        return await commit.SaveAsync(Reply.Ok(OperationAnswer.Of(operation.Value), version), cancellation);
    }
}
