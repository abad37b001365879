using Oversight.Enforcement.Data;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Enforcement;

/// <summary>What a part of the service does when a statutory term of one of its records has passed.</summary>
internal interface IClockWatcher
{
    /// <summary>Changes entities of the scope's context if the record is one of its own; the sweeper saves once.</summary>
    Task RanOutAsync(StoredClock clock, CancellationToken cancellation);
}

/// <summary>A passed term, told to every part of the service; each knows its own records.</summary>
internal sealed class TermPassed(RecordClocks<EnforcementDbContext> clocks, IEnumerable<IClockWatcher> watchers) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        if (await clocks.RanOutAsync(deadline, cancellation) is not { } clock)
        {
            return;
        }

        foreach (var watcher in watchers)
        {
            await watcher.RanOutAsync(clock, cancellation);
        }
    }
}
