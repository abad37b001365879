using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

/// <summary>What an act on a visit or an order acts upon, as the rule of who may act asks.</summary>
internal static class AvoidedParty
{
    /// <summary>The party; and whether the caller is an officer who must keep away from it (行政处罚法 第四十三条).</summary>
    /// <param name="context">Officers and their avoidances.</param>
    /// <param name="institutionId">The party in the register; one that is not there is nobody's to avoid.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<ActSubject> SubjectAsync(
        InspectionDbContext context, Guid? institutionId, Actor actor, CancellationToken cancellation) => new()
    {
        // By the account, which ties a caller to an officer. A caller who is entered as no officer has no avoidance (ADR 12).
        MustAvoid = institutionId is { } party && await context.Officers.AsNoTracking().AnyAsync(
            o => o.AccountId == actor.Id && o.Avoidances.Any(a => a.InstitutionId == party), cancellation),
    };
}
