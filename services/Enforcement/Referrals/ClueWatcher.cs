using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Enforcement.Referrals;

/// <summary>A term of a clue has passed, whether or not anybody was named for it: it is marked and told.</summary>
internal sealed class ClueWatcher(EnforcementDbContext context, Commit<EnforcementDbContext> commit, FeedWriter feed) : IClockWatcher
{
    public async Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        var clue = await context.Set<Clue>().SingleAsync(c => c.Id == clock.SubjectId, cancellation);
        if (!clue.Expire(ActContext.OfSystem(commit.Now)).IsRefused)
        {
            feed.Write(clue, ClueAct.Expire, []);
            commit.Record("clue.expire", "clue", clue.Id, clue.Version, new { clock.Key, clock.DueOn, clue.State });
        }
    }
}

/// <summary>The hours for handing a suspected crime to the police have passed.</summary>
internal sealed class PoliceDue(EnforcementDbContext context, Commit<EnforcementDbContext> commit, FeedWriter feed) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var clue = await context.Set<Clue>().SingleAsync(c => c.Id == deadline.SubjectId, cancellation);
        if (!clue.MissPolice(ActContext.OfSystem(commit.Now)).IsRefused)
        {
            feed.Write(clue, ClueAct.MissPolice, []);
            commit.Record("clue.miss_police", "clue", clue.Id, clue.Version, new { clue.PoliceDueAt });
        }
    }
}
