using Oversight.CreditFile.Data;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;

namespace Oversight.CreditFile.Reviews;

/// <summary>
/// Notes that the term of an application or of an objection has passed. It stays open and must still be decided; its detail shows the
/// clock as run out, and the audit names the rule that was missed.
/// </summary>
internal sealed class ReviewWatcher(Commit<CreditFileDbContext> commit) : IClockWatcher
{
    public Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        commit.Record("clock.run_out", "clock", clock.SubjectId, clock.Version, new { clock.Key, clock.Rule, clock.DueOn });
        return Task.CompletedTask;
    }
}
