using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Enforcement.Exposures;

/// <summary>How exposures end: by themselves after their last day, or with the penalty that they rest on.</summary>
internal sealed class ExposureEnd(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, Deadlines<EnforcementDbContext> deadlines,
    DueDeadlines<EnforcementDbContext> due) : IDeadlineHandler
{
    /// <summary>Kind of the deadline.</summary>
    public const string Kind = "exposure.ends";

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var exposure = await context.Set<Exposure>().SingleOrDefaultAsync(e => e.Id == deadline.SubjectId, cancellation);
        if (exposure is { State: ExposureState.Released, EndsOn: { } last } && OfficialTime.EndOf(last) <= commit.Now
            && !exposure.End().IsRefused)
        {
            commit.Record("exposure.end", "exposure", exposure.Id, exposure.Version, new { exposure.EndsOn, exposure.Rule });
        }
    }

    /// <summary>Sets the deadline of a released exposure.</summary>
    public void Arm(Exposure exposure) => deadlines.Set(Kind, exposure.Id, OfficialTime.EndOf(exposure.EndsOn!.Value), exposure.Rule);

    /// <summary>Withdraws one exposure, announces it if anybody had seen it, and calls its end off.</summary>
    public async Task<Result> WithdrawAsync(Exposure exposure, string reason, ActContext by, CancellationToken cancellation)
    {
        var fact = exposure.Withdraw(reason, by);
        if (fact.Error is { } refused)
        {
            return refused;
        }

        if (fact.Value is { } withdrawn)
        {
            commit.Announce(withdrawn, exposure.Id, exposure.Version);
        }

        await deadlines.CancelAsync(Kind, exposure.Id, cancellation);
        commit.Record("exposure.withdraw", "exposure", exposure.Id, exposure.Version);
        return Result.Done;
    }

    /// <summary>Withdraws every exposure that rests on a penalty which stands no longer.</summary>
    public async Task WithdrawOfAsync(Guid penaltyId, string reason, ActContext by, CancellationToken cancellation)
    {
        foreach (var exposure in await context.Set<Exposure>()
            .Where(e => e.Penalties.Any(p => p.PenaltyId == penaltyId)
                && (e.State == ExposureState.Proposed || e.State == ExposureState.Released)).ToListAsync(cancellation))
        {
            // One whose last day has passed ends first: then its withdrawal is refused, and nothing is announced that is not shown.
            await due.FireAsync(exposure.Id, cancellation);
            await WithdrawAsync(exposure, reason, by, cancellation);
        }
    }
}
