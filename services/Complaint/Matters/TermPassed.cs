using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Complaint.Matters;

/// <summary>A passed term marks its matter as overdue, whether or not anybody is assigned to it.</summary>
internal sealed class TermPassed(ComplaintDbContext context, Commit<ComplaintDbContext> commit, RecordClocks<ComplaintDbContext> clocks)
    : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        if (await clocks.RanOutAsync(deadline, cancellation) is not { } clock
            || await context.Matters.FirstOrDefaultAsync(m => m.Id == clock.SubjectId, cancellation) is not { } matter
            || !matter.MarkOverdue())
        {
            return;
        }

        context.Entries.Add(MatterEntry.Of(
            matter, new NewEntry(commit.NewId()), ActContext.OfSystem(commit.Now), EntryCodes.Overdue) with
        {
            On = OfficialTime.DateOf(clock.RanOutAt!.Value), Detail = clock.Key, ActorId = null,
        });
        commit.Record("matter.overdue", "matter", matter.Id, matter.Version, new { clock.Key, clock.DueOn, clock.Rule });
    }
}
