using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Which tasks are wanted; every part narrows, within what the caller may see.</summary>
internal sealed record ListTasksRequest
{
    [FromQuery] public bool? Mine { get; init; }
    [FromQuery, StringLength(20)] public string? Status { get; init; }
    [FromQuery] public bool? Overdue { get; init; }
    [FromQuery] public bool? Escalated { get; init; }
    [FromQuery] public Guid? OperationId { get; init; }
}

internal static class ReadTasksEndpoint
{
    private static readonly string[] Readers = [
        Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector, Roles.Auditor, Roles.DepartmentSystem];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tasks", ListAsync).For(Readers)
            .WithName("ListTasks")
            .WithSummary("List tasks: with mine=true the own department's, else all of the operations in which it takes part")
            .WithTags("Tasks");
        api.MapGet("/tasks/{id:guid}", GetAsync).For(Readers)
            .WithName("GetTask").WithSummary("Read one task with its result and clocks").WithTags("Tasks");
    }

    private static async Task<Results<Ok<PageOf<TaskAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListTasksRequest request, [AsParameters] PageRequest page, Actor actor, TaskReader reader,
        CancellationToken cancellation)
    {
        var list = $"tasks|{actor.ScopePrefix}|{actor.Department}|{request}";
        var (size, after, status) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor), WireWord.Read<TaskState>(request.Status, "status"));
        if (size.IsRefused || after.IsRefused || status.IsRefused)
        {
            return (size.Error ?? after.Error ?? status.Error)!.ToProblem();
        }

        var (tasks, own) = (reader.VisibleTo(actor).AsNoTracking(), actor.Department ?? "");
        tasks = request.Mine is { } mine ? tasks.Where(t => (t.Department == own) == mine) : tasks;
        tasks = status.Value is { } state ? tasks.Where(t => t.State == state) : tasks;
        tasks = request.Overdue is { } overdue ? tasks.Where(t => t.IsOverdue == overdue) : tasks;
        tasks = request.Escalated is { } escalated ? tasks.Where(t => t.IsEscalated == escalated) : tasks;
        tasks = request.OperationId is { } operation ? tasks.Where(t => t.OperationId == operation) : tasks;
        var from = after.Value ?? Guid.Empty;
        var rows = await tasks.Where(t => t.Id.CompareTo(from) > 0).OrderBy(t => t.Id).Take(size.Value + 1).Select(TaskAnswer.Projection())
            .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<TaskAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, TaskReader reader, HttpContext http, CancellationToken cancellation)
    {
        if (await reader.VisibleTo(actor).AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancellation) is not { } task)
        {
            return TaskErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(task.Version);
        return TypedResults.Ok((await reader.ShowAsync([task], cancellation))[0]);
    }
}
