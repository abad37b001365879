using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;

namespace Oversight.CreditFile.Repairs;

/// <summary>Whether a penalty may be repaired on a day. Pure; asked at the application and again at the decision.</summary>
internal static class RepairConditions
{
    /// <summary>Done; or annulled, corrected, repaired already, not performed, class unknown, or too early with the article.</summary>
    public static Result Check(Standing penalty, PublicationTerms terms, DateOnly today)
    {
        switch (penalty.End)
        {
            case FactEnd.Annulled:
                return RepairErrors.PenaltyAnnulled;
            case FactEnd.Corrected:
                return RepairErrors.PenaltyCorrected;
            case FactEnd.Repaired:
                return RepairErrors.AlreadyRepaired;
        }

        // 信用修复管理办法: the duty is done first, whatever the class.
        if (penalty.PerformedOn is null)
        {
            return RepairErrors.NotPerformed;
        }

        // 信用修复管理办法: general and serious breaches stay published for their shortest term before a repair.
        var from = terms.RepairFrom(penalty.CreditClass, penalty.OccurredOn, today);
        return from.IsRefused ? from.Error
            : today < from.Value.From ? RepairErrors.TooEarly(from.Value.From, from.Value.Basis)
            : Result.Done;
    }
}
