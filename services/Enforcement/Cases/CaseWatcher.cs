using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;

namespace Oversight.Enforcement.Cases;

/// <summary>A term of a case has passed: its history says so, assigned or not.</summary>
internal sealed class CaseWatcher(EnforcementDbContext context, Commit<EnforcementDbContext> commit) : IClockWatcher
{
    public async Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        var file = await context.Set<Case>().SingleAsync(c => c.Id == clock.SubjectId, cancellation);

        // It passed with its last day, whenever that is noted.
        file.NoteTermPassed(
            clock.Key, OfficialTime.DateOf(clock.RanOutAt!.Value), ActContext.OfSystem(commit.Now, worker: "system:clock"));
        commit.Record("case.term_passed", "case", file.Id, file.Version, new { clock.Key, clock.DueOn, clock.Rule });
    }
}
