using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Reference;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// How long an act is pursued (追诉时效): two years by the clock <c>penalty.limitation</c>, or the longer term of its violation where harm was
/// done (行政处罚法 第三十六条).
/// </summary>
internal sealed class LimitationPeriod(PenaltyRules rules, StatutoryClocks clocks, CalendarSource<EnforcementDbContext> calendars)
{
    /// <summary>The article by which an act can be pursued no longer.</summary>
    /// <param name="violation">Code of the catalogue.</param>
    /// <param name="actOn">Day of the act; of a continuing act the day on which it ended.</param>
    /// <param name="harmDone">Whether harm to life, health or financial safety was done.</param>
    /// <param name="today">Official day of the filing.</param>
    /// <returns>The article; or null while the act can be pursued, or where no rule of the day bounds it.</returns>
    public LegalBasis? Bars(string violation, DateOnly actOn, bool harmDone, DateOnly today)
    {
        var rule = clocks.OnDay("penalty.limitation", today);
        if (rule.IsRefused)
        {
            return null;
        }

        // Over all versions: the rule of the day of the act is not looked up yet, since an act before the first one may be time-barred.
        int? years = harmDone ? rules.Violations.Versions.Where(v => v.Key == violation).Min(v => v.Values.LimitationYears) : null;
        var term = years is { } longer ? new LegalTerm(longer, TermUnit.Year, rule.Value.Term.Basis, TermDuty.Authority) : rule.Value.Term;
        return term.EndFrom(actOn, calendars.Current) is { IsRefused: false } end && today <= end.Value.RawOn
            ? null : rule.Value.Term.Basis;
    }
}
