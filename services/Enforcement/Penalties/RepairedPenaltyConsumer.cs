using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Exposures;
using Oversight.Kernel;
using Oversight.Messaging;
using Oversight.Persistence;

namespace Oversight.Enforcement.Penalties;

/// <summary>A repaired penalty is shown nowhere any more: its exposures are withdrawn with the same save.</summary>
internal sealed class RepairedPenaltyConsumer(
    EnforcementDbContext database, Commit<EnforcementDbContext> commit, ExposureEnd exposures,
    IncomingFact incoming) : ICopyConsumer<PenaltyRepaired>
{
    /// <exception cref="InvalidOperationException">The penalty is not here, although every one is made here: the fact is redelivered and
    /// somebody looks.</exception>
    public async Task ConsumeAsync(PenaltyRepaired fact, CancellationToken cancellation)
    {
        var penalty = await database.Set<Penalty>().SingleOrDefaultAsync(p => p.Id == fact.PenaltyId, cancellation);
        if (penalty is null)
        {
            // In a page it is a penalty that a restore of this service lost; the other records of the page are not to wait for it.
            if (incoming.IsForced)
            {
                return;
            }

            throw new InvalidOperationException($"The penalty {fact.PenaltyId} was repaired but is unknown.");
        }

        // At-least-once and out of order: what the same or an earlier epoch tells again is applied only where a page forces it.
        var isNewer = penalty.RepairedEpoch is not { } known || known.CompareTo(incoming.Epoch) < 0;
        if ((incoming.IsForced || isNewer) && penalty.Repair(fact.RepairedOn, incoming.Epoch))
        {
            await exposures.WithdrawOfAsync(
                penalty.Id, "penalty_repaired", ActContext.OfSystem(commit.Now, worker: "system:repair"), cancellation);
        }
    }
}

/// <summary>
/// Repairs of penalties against those that the credit file has. What it has was applied before and carries its present epoch; a repair that
/// is left with an earlier one was lost there by a restore.
/// </summary>
internal sealed class RepairedPenalties(EnforcementDbContext database) : ICopySet<EnforcementDbContext>
{
    public string Publisher => "creditfile";

    public string Kind => "mark";

    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        var repaired = range.Within(database.Set<Penalty>().Where(p => p.RepairedEpoch != null), p => p.Id, p => p.InstitutionId);
        foreach (var penalty in (await repaired.ToListAsync(cancellation)).Where(p => range.IsEarlier(p.RepairedEpoch!.Value)))
        {
            penalty.Unrepair();
        }
    }
}
