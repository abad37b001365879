using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.Reference;

namespace Oversight.CreditFile.Repairs;

/// <summary>The penalty that an application for repair is about, as the rule of who may repair it asks.</summary>
internal static class PenaltyOfRepair
{
    /// <summary>
    /// Who decided the penalty: a repair is for that department alone (谁认定、谁修复; 信用修复管理办法). Unknown where its source
    /// named none.
    /// </summary>
    public static async Task<ActSubject> SubjectAsync(CreditFileDbContext context, Repair repair, CancellationToken cancellation) => new()
    {
        Owner = await context.CreditFacts.AsNoTracking()
            .Where(f => f.SourceKind == SourceKind.Penalty && f.SourceId == repair.PenaltyId && f.Event == FactEvent.Decided)
            .Select(f => f.Department).FirstOrDefaultAsync(cancellation),
    };
}
