using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;

namespace Oversight.Complaint.Matters;

/// <summary>A passed term marks its matter as overdue, whether or not anybody is assigned to it.</summary>
internal sealed class MatterWatcher(ComplaintDbContext context, Commit<ComplaintDbContext> commit) : IClockWatcher
{
    public async Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        var matter = await context.Matters.SingleAsync(m => m.Id == clock.SubjectId, cancellation);
        if (!matter.MarkOverdue())
        {
            return;
        }

        context.Entries.Add(MatterEntry.Of(
            matter, new NewEntry(commit.NewId()), ActContext.OfSystem(commit.Now), EntryCodes.Overdue) with
        {
            // The day on which the term passed, not the day of the sweep: a late sweep leaves the same line as a punctual one.
            On = OfficialTime.DateOf(clock.RanOutAt!.Value), Detail = clock.Key, ActorId = null,
        });
        commit.Record("matter.overdue", "matter", matter.Id, matter.Version, new { clock.Key, clock.DueOn, clock.Rule });
    }
}
