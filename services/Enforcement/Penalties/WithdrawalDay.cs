using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;

namespace Oversight.Enforcement.Penalties;

/// <summary>
/// An annulment carries the last day for the withdrawal of its publication: it is announced again when that day becomes known.
/// </summary>
internal sealed class WithdrawalDay(EnforcementDbContext context, Commit<EnforcementDbContext> commit) : IClockFollower
{
    public async Task DueOnSetAsync(StoredClock clock, CancellationToken cancellation)
    {
        if (clock.Key != CaseActs.WithdrawClock
            || await context.Set<Case>().Include(c => c.Events)
                .SingleOrDefaultAsync(c => c.Id == clock.SubjectId, cancellation) is not { PenaltyId: { } penaltyId } file
            || file.Events.Where(e => e.Step == CaseStep.Annul).MaxBy(e => e.Version) is not { } annulment)
        {
            return;
        }

        var penalty = await context.Set<Penalty>().SingleAsync(p => p.Id == penaltyId, cancellation);
        // The ground is read from the history: the fact is told whole once more, and the penalty itself does not keep it.
        if (penalty.SetWithdrawDueOn(new Ground(annulment.Law, annulment.Article), clock.DueOn, file.MatterIds, commit.Now) is { } fact)
        {
            commit.Announce(fact, penalty.Id, penalty.Version);
            commit.Record("penalty.withdrawal_due", "penalty", penalty.Id, penalty.Version, new { clock.DueOn });
        }
    }
}
