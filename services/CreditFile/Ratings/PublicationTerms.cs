using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.CreditFile.Ratings;

/// <summary>
/// From when a penalty may be repaired, by the shortest publication term of its class (信用修复管理办法, 国家发展改革委令第36号): minor as
/// soon as it is performed, general and serious once the term has passed. The terms are the clocks <c>credit.general_min</c> and
/// <c>credit.serious_min</c>.
/// </summary>
internal sealed class PublicationTerms(StatutoryClocks clocks, Func<WorkingDayCalendar> calendar)
{
    /// <summary>First official day on which a repair may be asked for, by the rule of <paramref name="day"/>.</summary>
    /// <param name="creditClass"><c>minor</c>, <c>general</c> or <c>serious</c>.</param>
    /// <param name="decidedOn">Day of the decision, from which the term runs.</param>
    /// <param name="day">Day whose rule applies: that of the application.</param>
    /// <returns>The day and the article; or the refusal of an unknown class or of a day before the rule.</returns>
    public Result<(DateOnly From, LegalBasis? Basis)> RepairFrom(string? creditClass, DateOnly decidedOn, DateOnly day)
    {
        // A minor breach is not published in principle, so there is no term to wait for; RepairConditions asks for the performance.
        if (creditClass == FactTags.Minor)
        {
            return (decidedOn, null);
        }

        var key = creditClass switch { FactTags.General => "credit.general_min", FactTags.Serious => "credit.serious_min", _ => null };
        if (key is null)
        {
            return Repairs.RepairErrors.ClassUnknown;
        }

        var rule = clocks.OnDay(key, day);
        if (rule.IsRefused)
        {
            return rule.Error;
        }

        var end = rule.Value.Term.EndFrom(decidedOn, calendar());
        // The last day still belongs to the shortest publication.
        return end.IsRefused ? end.Error : (end.Value.DueOn.AddDays(1), rule.Value.Term.Basis);
    }
}
