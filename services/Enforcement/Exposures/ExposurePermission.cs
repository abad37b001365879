using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.Enforcement.Exposures;

/// <summary>
/// Whether the caller may do the act that the route names on an exposure: a department publishes what it decided itself (谁处罚、谁公示), and
/// nobody approves his own proposal (packs <c>powers</c> and <c>enforcement-acts</c>).
/// </summary>
internal sealed class ExposurePermission(
    EnforcementDbContext context, Permission permission, Avoidances<EnforcementDbContext> avoidances)
{
    /// <summary>Asks for each department that decided one of the penalties.</summary>
    /// <returns>Done; or the first refusal of <see cref="Permission.Check"/>.</returns>
    public async Task<Result> CheckAsync(Exposure exposure, Actor actor, CancellationToken cancellation)
    {
        var ids = exposure.Penalties.Select(p => p.PenaltyId).ToList();
        var owners = await context.Set<Penalty>().Where(p => ids.Contains(p.Id)).Select(p => p.Department).Distinct()
            .ToListAsync(cancellation);
        var subject = new ActSubject
        {
            Type = await context.Institutions.Where(i => i.Id == exposure.InstitutionId).Select(i => i.Type)
                .FirstOrDefaultAsync(cancellation),
            Hands = exposure, MustAvoid = await avoidances.BarAsync(actor, exposure.InstitutionId, cancellation),
        };
        // No penalty left is no reason not to ask.
        return owners.DefaultIfEmpty(exposure.Department).Order(StringComparer.Ordinal)
            .Select(owner => permission.Check(actor, subject with { Owner = owner }))
            .FirstOrDefault(answer => answer.IsRefused, Result.Done);
    }
}
