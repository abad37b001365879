using Oversight.CreditFile.Data;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.CreditFile;

/// <summary>
/// Notes that the term of an application or of an objection has passed. It stays open and must still be decided; its detail shows the
/// clock as run out, and the audit names the rule that was missed.
/// </summary>
internal sealed class TermPassed(RecordClocks<CreditFileDbContext> clocks, Commit<CreditFileDbContext> commit) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        if (await clocks.RanOutAsync(deadline, cancellation) is { } clock)
        {
            commit.Record("clock.run_out", "clock", clock.SubjectId, clock.Version, new { clock.Key, clock.Rule, clock.DueOn });
        }
    }
}
