using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;

namespace Oversight.Inspection.Visits;

/// <summary>
/// A conclusion carries the last day for its publication: it is announced again when that day becomes known. A visit has no other clock.
/// </summary>
internal sealed class PublicationDay(InspectionDbContext context, Commit<InspectionDbContext> commit) : IClockFollower
{
    public async Task DueOnSetAsync(StoredClock clock, CancellationToken cancellation)
    {
        var visit = await context.Visits.WithParts().FirstOrDefaultAsync(v => v.Id == clock.SubjectId, cancellation);
        if (visit?.SetPublishDueOn(clock.DueOn, commit.Now) is { } fact)
        {
            commit.Announce(fact, visit.Id, visit.Version);
            commit.Record("visit.publication_set", "visit", visit.Id, visit.Version, new { clock.DueOn });
        }
    }
}
