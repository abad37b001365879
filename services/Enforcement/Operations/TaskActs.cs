using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>A task that is open for an act.</summary>
/// <param name="Task">The task, tracked, at the version that the officer read.</param>
/// <param name="By">Who acts, when and why.</param>
internal sealed record OpenTask(DepartmentTask Task, ActContext By);

/// <summary>
/// What acts on a task share: they open it within scope and at its version, and are done with timeline, feed, audit and one save. A task of
/// an operation in which the caller's department takes no part does not exist (404); another department's task in a common operation is
/// refused (403).
/// </summary>
internal sealed class TaskActs(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, TaskReader reader,
    OperationTasks tasks, OperationTimeline timeline)
{
    /// <summary>Opens a task.</summary>
    /// <returns>The task; or the refusal of the version, <see cref="TaskErrors.NotFound"/> outside the scope, or that of the
    /// reason.</returns>
    public async Task<Result<OpenTask>> OpenAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? reason, CancellationToken cancellation)
    {
        var task = await reader.VisibleTo(actor).ForChangeAsync(id, expected, TaskErrors.NotFound, due, cancellation);
        if (task.IsRefused)
        {
            return task.Error;
        }

        var by = actor.Acts(commit.Now, reason);
        return by.IsRefused ? by.Error : new OpenTask(task.Value, by.Value);
    }

    /// <summary>Opens a task for an act of the lead, which changes the operation's set of tasks: a closed operation refuses.</summary>
    public async Task<Result<OpenTask>> OpenAsLeadAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? reason, CancellationToken cancellation)
    {
        var opened = await OpenAsync(id, expected, actor, reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        // Amend raises the operation's version: of this act and a closure at the same moment only one is saved.
        return (await OperationAsync(opened.Value.Task, cancellation)).Amend(opened.Value.By) is { IsRefused: true } closed
            ? closed.Error : opened;
    }

    /// <summary>Commits what the department did.</summary>
    public async Task<Result<Reply<TaskAnswer>>> DoneAsync(OpenTask opened, TaskAct act, CancellationToken cancellation)
    {
        var (task, by) = opened;
        var (kind, result) = ($"task.{WireWord.Of(act)}", task.Result is { } reported ? WireWord.Of(reported) : null);
        await timeline.NoteAsync(
            task.OperationId,
            new TimelineNote(
                kind, task.Id, task.Version, by.On, by.Department,
                new { task.Department, status = WireWord.Of(task.State), task.DueOn, result }), cancellation);
        if (act == TaskAct.Return)
        {
            await timeline.NoteAsync(task.OperationId, Escalation(task, by.On, "returned"), cancellation);
        }

        commit.Record(kind, "task", task.Id, task.Version, new { task.OperationId, task.Department, task.State, task.DueOn, task.Result });
        return await commit.SaveAsync(Reply.Ok(TaskAnswer.Of(task), task.Version), cancellation);
    }

    /// <summary>Commits what the lead did; the operation's consumers hear of its tasks.</summary>
    public async Task<Result<Reply<TaskAnswer>>> DoneAsLeadAsync(OpenTask opened, TaskAct act, CancellationToken cancellation)
    {
        // A new addressee has the whole term for accepting and its own last day; an ended task has neither.
        await tasks.DisarmAsync(opened.Task, cancellation);
        if (!opened.Task.HasEnded)
        {
            tasks.Arm(opened.Task);
        }

        await tasks.AnnounceAsync(await OperationAsync(opened.Task, cancellation), cancellation);
        return await DoneAsync(opened, act, cancellation);
    }

    /// <summary>The line that calls the lead's supervisors.</summary>
    public static TimelineNote Escalation(DepartmentTask task, DateOnly on, string cause) =>
        new("task.escalate", task.Id, task.Version, on, null, new { to = task.LeadDepartment, task.Department, cause });

    private async Task<JointOperation> OperationAsync(DepartmentTask task, CancellationToken cancellation) =>
        await context.Set<JointOperation>().FindAsync([task.OperationId], cancellation)
        ?? throw new InvalidOperationException($"Task {task.Id} has no operation.");
}
