using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Tasks;

/// <summary>
/// What all acts on one task have in common: scope, version, timeline with feed, audit, one save. A task of an operation in which
/// the caller's department takes no part does not exist (404); another department's task in a common operation is refused (403).
/// </summary>
internal sealed class TaskActHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, TaskReader reader, OperationTasks tasks,
    OperationTimeline timeline, TransferRules rules)
{
    /// <summary>An act of the department that has the task.</summary>
    public async Task<Result<Reply<TaskAnswer>>> DoAsync(
        (Guid Id, ExpectedVersion Expected) target, Actor actor, TaskAct act, string? reason, Func<DepartmentTask, Deed, Task<Result>> transition, CancellationToken cancellation)
    {
        var (deed, task) = (Deed.Of(actor, commit, reason), await reader.VisibleTo(actor).ForChangeAsync(target.Id, target.Expected, TaskErrors.NotFound, due, cancellation));
        if (deed.IsRefused || task.IsRefused)
        {
            return (task.Error ?? deed.Error)!;
        }

        return await transition(task.Value, deed.Value) is { IsRefused: true } refused ? refused.Error : await SaveAsync(task.Value, act, deed.Value, cancellation);
    }

    /// <summary>An act of the lead, which changes the operation's set of tasks and is told to its consumers.</summary>
    public async Task<Result<Reply<TaskAnswer>>> LeadAsync(
        (Guid Id, ExpectedVersion Expected) target, Actor actor, TaskAct act, string? reason, Func<DepartmentTask, Deed, Result> transition, CancellationToken cancellation)
    {
        var (deed, task) = (Deed.Of(actor, commit, reason), await reader.VisibleTo(actor).ForChangeAsync(target.Id, target.Expected, TaskErrors.NotFound, due, cancellation));
        if (deed.IsRefused || task.IsRefused)
        {
            return (task.Error ?? deed.Error)!;
        }

        var operation = await context.Set<JointOperation>().FindAsync([task.Value.OperationId], cancellation)
            ?? throw new InvalidOperationException($"Task {task.Value.Id} has no operation.");
        if (operation.Amend(deed.Value) is { IsRefused: true } closed)
        {
            return closed.Error;
        }

        if (transition(task.Value, deed.Value) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await tasks.DisarmAsync(task.Value, cancellation);
        if (!task.Value.HasEnded)
        {
            tasks.Arm(task.Value);
        }

        await tasks.AnnounceAsync(operation, cancellation);
        return await SaveAsync(task.Value, act, deed.Value, cancellation);
    }

    /// <summary>Why a department cannot be given a task today, or null if it can.</summary>
    public Error? Refusal(string department) => rules.TaskRefusal(department, OfficialTime.DateOf(commit.Now));

    private async Task<Result<Reply<TaskAnswer>>> SaveAsync(DepartmentTask task, TaskAct act, Deed deed, CancellationToken cancellation)
    {
        var (kind, result) = ($"task.{WireWord.Of(act)}", task.Result is { } reported ? WireWord.Of(reported) : null);
        await timeline.NoteAsync(
            task.OperationId, new TimelineNote(kind, task.Id, task.Version, deed.On, deed.Department, new { task.Department, status = WireWord.Of(task.State), task.DueOn, result }), cancellation);
        if (act == TaskAct.Return)
        {
            await timeline.NoteAsync(task.OperationId, Escalation(task, deed.On, "returned"), cancellation);
        }

        commit.Record(kind, "task", task.Id, task.Version, new { task.OperationId, task.Department, task.State, task.DueOn, task.Result });
        return await commit.SaveAsync(Reply.Ok(TaskAnswer.Of(task), task.Version), cancellation);
    }

    /// <summary>The line that calls the lead's supervisors.</summary>
    public static TimelineNote Escalation(DepartmentTask task, DateOnly on, string cause) =>
        new("task.escalate", task.Id, task.Version, on, null, new { to = task.LeadDepartment, task.Department, cause });
}
