using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Enforcement.Operations;

/// <summary>A task was not taken in time: it is escalated to the lead's supervisors.</summary>
internal sealed class TaskWatcher(EnforcementDbContext context, Commit<EnforcementDbContext> commit, OperationTimeline timeline)
    : IClockWatcher
{
    public async Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        var task = await context.Set<DepartmentTask>().SingleAsync(t => t.Id == clock.SubjectId, cancellation);
        if (!task.Delay().IsRefused)
        {
            await timeline.NoteAsync(
                // By the clock: a sweeper that comes late does not date the escalation later.
                task.OperationId, TaskActs.Escalation(task, OfficialTime.DateOf(clock.RanOutAt!.Value), "not_accepted"), cancellation);
            commit.Record("task.delay", "task", task.Id, task.Version, new { task.OperationId, task.Department, clock.DueOn });
        }
    }
}

/// <summary>The last day of a task has passed: it is marked, and escalated to the lead's supervisors.</summary>
internal sealed class TaskDue(EnforcementDbContext context, Commit<EnforcementDbContext> commit, OperationTimeline timeline)
    : IDeadlineHandler
{
    /// <summary>Kind of the deadlines.</summary>
    public const string Kind = "task.due";

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var task = await context.Set<DepartmentTask>().SingleAsync(t => t.Id == deadline.SubjectId, cancellation);
        if (task.Miss().IsRefused)
        {
            return;
        }

        var on = OfficialTime.DateOf(deadline.DueAt);
        await timeline.NoteAsync(
            task.OperationId,
            new TimelineNote("task.miss", task.Id, task.Version, on, task.Department, new { task.Department, task.DueOn }), cancellation);
        await timeline.NoteAsync(task.OperationId, TaskActs.Escalation(task, on, "overdue"), cancellation);
        commit.Record("task.miss", "task", task.Id, task.Version, new { task.OperationId, task.Department, task.DueOn });
    }
}
