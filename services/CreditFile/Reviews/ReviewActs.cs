using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Repairs;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.CreditFile.Reviews;

/// <summary>
/// What acts on an application for repair or an objection share: they open it within scope, at its version and with permission.
/// </summary>
internal sealed class ReviewActs(
    CreditFileDbContext context, DueDeadlines<CreditFileDbContext> due, Permission permission, Avoidances<CreditFileDbContext> avoidances)
{
    /// <summary>Opens a record for the act that the route names.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="expected">The If-Match header.</param>
    /// <param name="notFound">The refusal of a record that is not there, or not within scope.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The record, tracked; or the refusal of scope, version or permission.</returns>
    public async Task<Result<T>> OpenAsync<T>(
        Guid id, ExpectedVersion expected, Error notFound, Actor actor, CancellationToken cancellation)
        where T : class, IReviewed
    {
        var found = await context.Set<T>().Within(actor).ForChangeAsync(id, expected, notFound, due, cancellation);
        if (found.IsRefused)
        {
            return found;
        }

        var subject = new ActSubject
        {
            Owner = found.Value is Repair repair ? await OwnerAsync(repair.PenaltyId, cancellation) : null,
            Hands = found.Value,
            // 行政处罚法 第四十三条: avoidance is recorded in Inspection; this is the copy of its officers (ADR 12).
            MustAvoid = await avoidances.BarAsync(actor, found.Value.InstitutionId, cancellation),
        };
        return permission.Check(actor, subject) is { IsRefused: true } forbidden ? forbidden.Error : found;
    }

    // Who decided the penalty: a repair is for that department alone (谁认定、谁修复; 信用修复管理办法). Unknown where its source named none.
    private Task<string?> OwnerAsync(Guid penaltyId, CancellationToken cancellation) => context.CreditFacts.AsNoTracking()
        .Where(f => f.SourceKind == SourceKind.Penalty && f.SourceId == penaltyId && f.Event == FactEvent.Decided)
        .Select(f => f.Department).FirstOrDefaultAsync(cancellation);
}
