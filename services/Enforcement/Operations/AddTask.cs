using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

internal sealed record AddTaskRequest
{
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }

    /// <summary>What it is to do, without personal data.</summary>
    [MultiLine]
    [StringLength(500, MinimumLength = 1)]
    public required string Subject { get; init; }

    /// <summary>Last official day.</summary>
    public required DateOnly DueOn { get; init; }
}

internal static class AddTaskEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/operations/{id:guid}/tasks", HandleAsync)
        .Does("enforcement.operation.add_task").Idempotent<EnforcementDbContext>()
        .WithName("AddTask").WithSummary("Give a department another task in a joint operation; If-Match is the operation's")
        .WithTags("Joint operations");

    private static async Task<Results<Created<TaskAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, AddTaskRequest request, ExpectedVersion expected, Actor actor, AddTaskHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToCreated(http);
}

/// <summary>Adds a task; the answer's ETag is the task's, the operation's version has risen by one.</summary>
internal sealed class AddTaskHandler(
    Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, TaskReader reader, TransferRules rules,
    OperationTasks tasks)
{
    public async Task<Result<Reply<TaskAnswer>>> HandleAsync(
        Guid id, AddTaskRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var by = actor.Acts(commit.Now);
        if (rules.TaskRefusal(request.Department, by.On) is { } unfit)
        {
            return unfit.At("department");
        }

        var operation = await reader.OperationsOf(actor).ForChangeAsync(id, expected, OperationErrors.NotFound, due, cancellation);
        if (operation.IsRefused)
        {
            return operation.Error;
        }

        // Raises the operation's version, so a closure that counted the tasks without this one fails its save.
        if (operation.Value.Amend(by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var task = tasks.Assign(
            operation.Value, new PlannedTask { Department = request.Department, Subject = request.Subject, DueOn = request.DueOn }, by);
        if (task.IsRefused)
        {
            return task.Error;
        }

        await tasks.NoteAssignedAsync(operation.Value, by, cancellation);
        await tasks.AnnounceAsync(operation.Value, cancellation);
        commit.Record(
            "task.assign", "task", task.Value.Id, task.Value.Version, new { OperationId = id, task.Value.Department, task.Value.DueOn });
        return await commit.SaveAsync(
            Reply.Created(TaskAnswer.Of(task.Value), $"/api/enforcement/v1/tasks/{task.Value.Id}", task.Value.Version), cancellation);
    }
}
