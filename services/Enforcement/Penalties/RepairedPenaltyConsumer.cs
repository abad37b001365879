using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Exposures;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Messaging;

namespace Oversight.Enforcement.Penalties;

/// <summary>A repaired penalty is shown nowhere any more: its exposures are withdrawn with the same save.</summary>
internal sealed class RepairedPenaltyConsumer(EnforcementDbContext database, Commit<EnforcementDbContext> commit, ExposureEnd exposures) : IFactConsumer<PenaltyRepaired>
{
    /// <exception cref="InvalidOperationException">The penalty is not here, although every penalty is born here: the fact comes again and somebody looks.</exception>
    public async Task ConsumeAsync(PenaltyRepaired fact, CancellationToken cancellation)
    {
        var penalty = await database.Set<Penalty>().SingleOrDefaultAsync(p => p.Id == fact.PenaltyId, cancellation)
            ?? throw new InvalidOperationException($"The penalty {fact.PenaltyId} was repaired but is unknown.");
        if (penalty.Repair(fact.RepairedOn))
        {
            await exposures.WithdrawOfAsync(penalty.Id, "penalty_repaired", new Moment(commit.Now, OfficialTime.DateOf(commit.Now), "system:repair"), cancellation);
        }
    }
}
