using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Reference;

namespace Oversight.Enforcement.Exposures;

/// <summary>How long an exposure is shown.</summary>
internal sealed class ExposureTerm(PenaltyRules rules, StatutoryClocks clocks, CalendarSource<EnforcementDbContext> calendars)
{
    private static readonly string[] Gravest = ["serious", "general", "minor"];

    /// <summary>
    /// The term of the gravest class, but never beyond the publication of any penalty that the text rests on; with the rule that set it.
    /// </summary>
    public Result<(DateOnly EndsOn, string Rule)> EndOf(List<Penalty> penalties, DateOnly today, DivisionCode place)
    {
        var gravest = Gravest.First(c => penalties.Any(p => p.CreditClass == c));
        var rule = rules.ExposureTerm(gravest, today, place);
        if (rule.IsRefused)
        {
            return rule.Error;
        }

        var term = new LegalTerm(rule.Value.Values.Months, TermUnit.Month, rule.Value.Basis, TermDuty.Authority)
            .EndFrom(today, calendars.Current);
        if (term.IsRefused)
        {
            return term.Error;
        }

        // The raw day: a term of the authority does not move to the next working day (TermDuty.Authority).
        var end = term.Value.RawOn;
        // 信用修复管理办法: the earliest end of all, since no penalty is shown by an exposure beyond its own publication.
        foreach (var penalty in penalties)
        {
            if (clocks.OnDay($"credit.{penalty.CreditClass}_max", today, place) is { IsRefused: false } most
                && most.Value.Term.EndFrom(penalty.DecidedOn, calendars.Current) is { IsRefused: false } last && last.Value.RawOn < end)
            {
                end = last.Value.RawOn;
            }
        }

        return (end, rule.Value.Reference);
    }
}
