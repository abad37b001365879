using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>A task as lists and acts answer it; what was reported in words stands only in the detail.</summary>
internal sealed record TaskAnswer(
    Guid Id, long Version, Guid OperationId, string Division, string LeadDepartment, string Department, string Subject, DateOnly DueOn,
    TaskState Status, TaskResult? Result, DateTime? AcceptedAt, DateOnly? EndedOn, bool IsOverdue, bool IsEscalated)
{
    private static readonly Func<DepartmentTask, TaskAnswer> Compiled = Projection().Compile();

    public static TaskAnswer Of(DepartmentTask task) => Compiled(task);

    /// <summary>For queries.</summary>
    public static Expression<Func<DepartmentTask, TaskAnswer>> Projection() => t => new TaskAnswer(
        t.Id, t.Version, t.OperationId, t.Division, t.LeadDepartment, t.Department, t.Subject, t.DueOn, t.State, t.Result, t.AcceptedAt,
        t.EndedOn, t.IsOverdue, t.IsEscalated);
}

/// <summary>A task in full.</summary>
/// <param name="Task">What lists answer, too.</param>
/// <param name="Reason">Why it was given back, given to another or withdrawn; or null.</param>
/// <param name="Summary">What the department reported, or null.</param>
/// <param name="Attachments">SHA-256 of each attachment of the result.</param>
/// <param name="Clocks">Its clocks, oldest first.</param>
internal sealed record TaskDetail(
    TaskAnswer Task, string? Reason, string? Summary, IReadOnlyList<string> Attachments, IReadOnlyList<ClockAnswer> Clocks);

/// <summary>Who sees tasks, and how they are shown.</summary>
internal sealed class TaskReader(EnforcementDbContext context, TransferClocks clocks)
{
    /// <summary>Tasks of the caller's division in whose operation the caller's department takes part; all of them for an auditor.</summary>
    public IQueryable<DepartmentTask> VisibleTo(Actor actor)
    {
        var (all, department) = (context.Set<DepartmentTask>(), actor.Department ?? "");
        return actor.Has(Roles.Auditor)
            ? all.Within(actor)
            : all.Within(actor)
                .Where(
                    t => t.Department == department || t.LeadDepartment == department
                        || all.Any(o => o.OperationId == t.OperationId && o.Department == department));
    }

    /// <summary>Operations of the caller's division in which the caller's department takes part; all of them for an auditor.</summary>
    public IQueryable<JointOperation> OperationsOf(Actor actor)
    {
        var (all, department) = (context.Set<JointOperation>().Within(actor), actor.Department ?? "");
        return actor.Has(Roles.Auditor)
            ? all
            : all.Where(
                o => o.LeadDepartment == department
                    || context.Set<DepartmentTask>().Any(t => t.OperationId == o.Id && t.Department == department));
    }

    /// <summary>Shows some tasks in full.</summary>
    public async Task<IReadOnlyList<TaskDetail>> ShowAsync(IReadOnlyList<DepartmentTask> tasks, CancellationToken cancellation)
    {
        var details = new List<TaskDetail>();
        foreach (var task in tasks)
        {
            var hashes = await context.Set<EvidenceEntry>().AsNoTracking()
                .Where(e => e.OperationId == task.OperationId && e.SourceId == task.Id)
                    .OrderBy(e => e.Sha256).Select(e => e.Sha256).ToListAsync(cancellation);
            details.Add(
                new TaskDetail(TaskAnswer.Of(task), task.Reason, task.Summary, hashes, await clocks.ShowAsync([task.Id], cancellation)));
        }

        return details;
    }
}
