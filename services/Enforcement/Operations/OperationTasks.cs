using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Enforcement.Operations;

/// <summary>
/// The tasks of one operation within one save: giving them out with their clocks, and telling consumers the set as it now is.
/// </summary>
internal sealed class OperationTasks(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, TransferClocks clocks, Deadlines<EnforcementDbContext> deadlines,
    OperationTimeline timeline)
{
    /// <summary>Gives a planned task out and sets its clock and its deadline.</summary>
    public Result<DepartmentTask> Assign(JointOperation operation, PlannedTask planned, ActContext by)
    {
        var subject = TextInput.Required(planned.Subject, 500, TextForm.MultiLine);
        if (subject.IsRefused)
        {
            return subject.Error.At("tasks.subject");
        }

        var assigned = DepartmentTask.Assign(commit.NewId(), operation, planned.Department, subject.Value, planned.DueOn, by);
        if (!assigned.IsRefused)
        {
            context.Add(assigned.Value);
            Arm(assigned.Value);
        }

        return assigned;
    }

    /// <summary>Sets the term for accepting and the deadline of the last day.</summary>
    public void Arm(DepartmentTask task)
    {
        clocks.Start(TransferClocks.TaskAccept, task.Id, task.Division);
        deadlines.Set(TaskDue.Kind, task.Id, OfficialTime.EndOf(task.DueOn));
    }

    /// <summary>Calls both off.</summary>
    public async Task DisarmAsync(DepartmentTask task, CancellationToken cancellation)
    {
        await clocks.StopAsync(TransferClocks.TaskAccept, task.Id, cancellation);
        await deadlines.CancelAsync(TaskDue.Kind, task.Id, cancellation);
    }

    /// <summary>Notes every task that this save gives out.</summary>
    public async Task NoteAssignedAsync(JointOperation operation, ActContext by, CancellationToken cancellation)
    {
        foreach (var task in context.Set<DepartmentTask>().Local.Where(t => t.OperationId == operation.Id && t.Version == 1).ToList())
        {
            await timeline.NoteAsync(
                operation.Id,
                new TimelineNote("task.assign", task.Id, task.Version, by.On, by.Department, new { task.Department, task.DueOn }),
                cancellation);
        }
    }

    /// <summary>
    /// Announces the operation as it now is: at its opening and at every later change of its tasks, each time with a higher
    /// version, so that consumers keep the newest. Withdrawn tasks are left out.
    /// </summary>
    public async Task AnnounceAsync(JointOperation operation, CancellationToken cancellation)
    {
        // Loaded and then read from Local: the database does not know yet which tasks this save adds, moves or withdraws.
        await context.Set<DepartmentTask>().Where(t => t.OperationId == operation.Id).LoadAsync(cancellation);
        var tasks = context.Set<DepartmentTask>().Local.Where(t => t.OperationId == operation.Id && t.State != TaskState.Withdrawn)
            .Select(t => t.ToFact());
        commit.Announce(
            operation.Opened(tasks, await MattersAsync(operation.Id, cancellation), commit.Now), operation.Id, operation.Version);
    }

    /// <summary>Complaint matters that the operation came from.</summary>
    public async Task<IReadOnlyList<Guid>> MattersAsync(Guid operationId, CancellationToken cancellation)
    {
        var clues = context.Set<Clue>();
        // Stored and tracked: at the opening the clues join in this very save and have no operation in the database.
        var stored = await clues.AsNoTracking().Where(c => c.OperationId == operationId && c.Source == ClueSource.Complaint)
            .Select(c => c.SourceId).ToListAsync(cancellation);
        var fresh = clues.Local.Where(c => c.OperationId == operationId && c.Source == ClueSource.Complaint).Select(c => c.SourceId);
        return [.. stored.Concat(fresh).OfType<Guid>().Distinct().Order()];
    }
}
