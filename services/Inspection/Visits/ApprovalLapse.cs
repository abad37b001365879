using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Inspection.Visits;

/// <summary>Notes that the approval of an urgent visit did not come in time. One that came meanwhile leaves it without effect.</summary>
internal sealed class ApprovalLapse(InspectionDbContext context, Commit<InspectionDbContext> commit) : IDeadlineHandler
{
    public const string Kind = "visit.approval";

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var visit = await context.Visits.FirstOrDefaultAsync(v => v.Id == deadline.SubjectId, cancellation);
        // The visit goes on: a missing approval bars its conclusion, and only the delay is noted here.
        if (visit?.LetApprovalLapse(commit.Now) == true)
        {
            commit.Record("visit.approval_overdue", "visit", visit.Id, visit.Version, new { deadline.DueAt, rule = deadline.Rule });
        }
    }
}

/// <summary>Notes in the audit that the last day of a publication has passed; the clock itself shows it on the visit.</summary>
internal sealed class PublicationLapse(Commit<InspectionDbContext> commit) : IClockWatcher
{
    public Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        commit.Record("visit.publication_due", "visit", clock.SubjectId, null, new { clock.Key, clock.DueOn });
        return Task.CompletedTask;
    }
}
