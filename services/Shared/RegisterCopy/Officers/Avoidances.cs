using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.RegisterCopy.Officers;

/// <summary>Whether a caller must keep away from a party (回避, 行政处罚法 第四十三条), by the service's copy of the officers.</summary>
/// <remarks>
/// An avoidance counts some seconds after it was recorded, and until it is lifted: also of an officer who no longer acts, because the
/// same person may still decide. A person without certificate has none.
/// </remarks>
public sealed class Avoidances<TContext>(TContext context)
    where TContext : ServiceDbContext
{
    /// <summary>Asks.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="institutionId">The party in the register; one that is not there is nobody's to avoid.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<bool> BarAsync(Actor actor, Guid? institutionId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (institutionId is not { } party)
        {
            return false;
        }

        var account = actor.Id;
        var own = await context.Set<KnownOfficer>().AsNoTracking().Where(o => o.AccountId == account).Select(o => o.Avoids)
            .ToListAsync(cancellation);
        return own.Exists(avoids => avoids.Contains(party));
    }
}
