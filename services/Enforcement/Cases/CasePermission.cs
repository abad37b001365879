using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// Whether the caller may do the act that the route names on a case: the power to punish its violations at the organ's level, avoidance of
/// its party, separation of hands (packs <c>powers</c> and <c>enforcement-acts</c>).
/// </summary>
internal sealed class CasePermission(
    EnforcementDbContext context, Permission permission, Avoidances<EnforcementDbContext> avoidances)
{
    /// <summary>Asks for a case.</summary>
    /// <returns>Done; or the refusal of <see cref="Permission.Check"/>.</returns>
    public Task<Result> CheckAsync(Case file, Actor actor, CancellationToken cancellation) =>
        CheckAsync(file.InstitutionId, file.Acts.Select(act => act.Violation), file, actor, cancellation);

    /// <summary>Asks before there is a case.</summary>
    /// <param name="institutionId">The party in the register, or null.</param>
    /// <param name="violations">What would be punished.</param>
    /// <param name="hands">Who has had a hand in it; null for nobody yet.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>Done; or the refusal of <see cref="Permission.Check"/>.</returns>
    public async Task<Result> CheckAsync(
        Guid? institutionId, IEnumerable<string> violations, IHands? hands, Actor actor, CancellationToken cancellation) =>
        permission.Check(actor, new ActSubject
        {
            Type = institutionId is { } id ? await context.Institutions.Where(i => i.Id == id).Select(i => i.Type)
                .FirstOrDefaultAsync(cancellation) : null,
            Violations = [.. violations.Distinct()],
            Hands = hands,
            MustAvoid = await avoidances.BarAsync(actor, institutionId, cancellation),
        });
}
