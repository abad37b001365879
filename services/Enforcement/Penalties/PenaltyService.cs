using Oversight.Enforcement.Cases;
using Oversight.Kernel;

namespace Oversight.Enforcement.Penalties;

/// <summary>What the service of a decision sets going: the penalty as a record of its own, its fact, the term of payment.</summary>
internal sealed class PenaltyService(CaseActs acts)
{
    /// <summary>Adds the penalty, announces it and starts the term of payment where there is something to pay.</summary>
    public Result Served(Case file, Penalty penalty)
    {
        acts.Context.Add(penalty);
        acts.Commit.Announce(penalty.Decided(file, acts.Commit.Now), penalty.Id, penalty.Version);
        if (penalty.FineFen + penalty.ConfiscatedFen == 0)
        {
            return Result.Done;
        }

        // 第六十七条: fifteen days from the receipt, which may lie before the day on which the service is entered.
        var clock = acts.Start(file, CaseActs.PayClock, file.ServedOn!.Value);
        return clock.IsRefused ? clock.Error : Result.Done;
    }
}
