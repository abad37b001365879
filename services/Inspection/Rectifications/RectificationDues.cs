using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Inspection.Rectifications;

/// <summary>Sets and calls off the deadline after the last day of an order's term (official time).</summary>
internal sealed class RectificationDues(
    InspectionDbContext context, Commit<InspectionDbContext> commit, Deadlines<InspectionDbContext> deadlines,
    DueDeadlines<InspectionDbContext> due)
{
    public const string Kind = "rectification.due";

    /// <summary>Sets the deadline of the present term.</summary>
    public void Set(RectificationOrder order) => deadlines.Set(Kind, order.Id, OfficialTime.EndOf(order.DueOn), order.Rule);

    /// <summary>While the order is open, leaves the deadline of its present term; otherwise none.</summary>
    public Task ResetAsync(RectificationOrder order, CancellationToken cancellation) =>
        deadlines.ResetAsync(Kind, order.Id, order.IsOpen ? OfficialTime.EndOf(order.DueOn) : null, order.Rule, cancellation);

    /// <summary>Lets the open orders of a withdrawn visit fall.</summary>
    /// <returns>How many fell.</returns>
    public async Task<int> VoidOfVisitAsync(Guid visitId, CancellationToken cancellation)
    {
        var fallen = 0;
        foreach (var order in await context.Rectifications.Include(o => o.Items).Where(o => o.VisitId == visitId).ToListAsync(cancellation))
        {
            await due.FireAsync(order.Id, cancellation);
            if (order.Void().IsRefused)
            {
                continue;
            }

            fallen++;
            await deadlines.CancelAsync(Kind, order.Id, cancellation);
            commit.Record("rectification.void", "rectification", order.Id, order.Version, new { visitId });
        }

        return fallen;
    }
}

/// <summary>
/// Notes that a term has passed with items open, whether or not anybody is assigned. A deadline that a new term has overtaken has no
/// effect.
/// </summary>
internal sealed class RectificationRunsOut(InspectionDbContext context, Commit<InspectionDbContext> commit) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var order = await context.Rectifications.Include(o => o.Items).FirstOrDefaultAsync(o => o.Id == deadline.SubjectId, cancellation);
        if (order is null || OfficialTime.EndOf(order.DueOn) != deadline.DueAt || order.LetRunOut(commit.Now) is not { } fact)
        {
            return;
        }

        commit.Announce(fact, order.Id, order.Version);
        commit.Record("rectification.overdue", "rectification", order.Id, order.Version, new { order.DueOn, openItems = order.OpenItems });
    }
}
