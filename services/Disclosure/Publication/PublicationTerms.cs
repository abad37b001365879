using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Disclosure.Publication;

/// <summary>The rule of one kind of item.</summary>
/// <param name="Published">Whether it is published at all.</param>
/// <param name="Longest">Clock of <c>statutory-clocks</c> that is the longest publication; null where <paramref name="Amount"/> or the
/// record itself sets it.</param>
/// <param name="Shortest">Clock that is the shortest publication, before which it cannot be repaired; null for none. For
/// information.</param>
/// <param name="Amount">Our own term in the unit of the version, where no law sets one.</param>
/// <param name="EndsWithRecord">Whether the record itself names its last day.</param>
internal sealed record PublicationTerm(
    bool Published, string? Longest = null, string? Shortest = null, int? Amount = null, bool EndsWithRecord = false) : IRuleValues
{
    /// <inheritdoc />
    public IEnumerable<string> Faults(string unit)
    {
        var ends = (Longest is null ? 0 : 1) + (Amount is null ? 0 : 1) + (EndsWithRecord ? 1 : 0);
        if (Published && ends != 1)
        {
            yield return "what is published ends by exactly one of longest, amount and endsWithRecord.";
        }

        if (Amount is not null && (Amount < 1 || unit is not (RuleUnits.Month or RuleUnits.Year or RuleUnits.NaturalDay)))
        {
            yield return "amount must be 1 or more, in naturalDay, month or year.";
        }
    }
}

/// <summary>Until when something is published, and why.</summary>
/// <param name="Until">Last official day.</param>
/// <param name="Rule">The rule version that set it.</param>
/// <param name="Basis">Its article.</param>
internal sealed record PublicationEnd(DateOnly Until, string Rule, LegalBasis Basis);

/// <summary>
/// How long what is published: rule pack <c>publication-terms</c>, which for penalties names clocks of the shared table
/// (信用修复管理办法: minor not published in principle; general at most a year; serious at most three).
/// </summary>
internal sealed class PublicationTerms(TimeProvider clock, Func<WorkingDayCalendar> calendar, string? overrideFolder)
{
    private readonly RulePack<PublicationTerm> _pack = RulePackLoader.Load<PublicationTerm>(
        "publication-terms", typeof(PublicationTerms).Assembly, overrideFolder);
    private readonly StatutoryClocks _clocks = StatutoryClocks.Load(overrideFolder);

    /// <summary>Every rule as it applies today, for readers of the API.</summary>
    public IReadOnlyList<RuleVersion<PublicationTerm>> All => _pack.AllOnDay(OfficialTime.Today(clock));

    /// <summary>The term of an item; null if it is not published, or not any more.</summary>
    /// <param name="key">Key of the pack, e.g. <c>penalty.general</c>.</param>
    /// <param name="from">Day on which its term starts.</param>
    /// <param name="division">Where it is, six digits: a division may have its own rule.</param>
    /// <param name="recordEndsOn">Last day that the record itself names, or null.</param>
    /// <remarks>Publication follows the rule of today: a decision older than the rule is shown by the rule that is in force.</remarks>
    /// <exception cref="InvalidOperationException">No rule knows the key: nothing is guessed, the fact waits, visibly, until one
    /// does.</exception>
    public PublicationEnd? For(string key, DateOnly from, string? division, DateOnly? recordEndsOn = null)
    {
        var today = OfficialTime.Today(clock);
        var place = DivisionCode.Parse(division) is { IsRefused: false } read ? read.Value : (DivisionCode?)null;
        var found = _pack.OnDay(key, today, place);
        var rule = found.IsRefused
            ? throw new InvalidOperationException($"No rule says whether and how long {key} is published: {found.Error.Code}.")
            : found.Value;
        if (!rule.Values.Published)
        {
            return null;
        }

        var end = rule.Values switch
        {
            { Longest: { } longest } => ByClock(longest, from, today, place),
            { Amount: { } amount } => new PublicationEnd(ByAmount(from, amount, rule.Unit), rule.Reference, rule.Basis),
            _ => new PublicationEnd(
                recordEndsOn ?? throw new InvalidOperationException($"{key} ends with its record, but the record names no day."),
                rule.Reference, rule.Basis),
        };
        // 信用修复管理办法: at its longest term publication stops by itself. A fact that comes after the last day is not even stored.
        return end.Until < today ? null : end;
    }

    private PublicationEnd ByClock(string key, DateOnly from, DateOnly today, DivisionCode? place)
    {
        var found = _clocks.OnDay(key, from, place);
        // A decision from before the first version of the clock (信用修复管理办法, 2026-04-01) is shown by the clock of today.
        if (found.IsRefused)
        {
            found = _clocks.OnDay(key, today, place);
        }

        var term = found.IsRefused
            ? throw new InvalidOperationException($"The clock {key} has no version: {found.Error.Code}.") : found.Value;
        var end = term.Term.EndFrom(from, calendar());
        return end.IsRefused
            ? throw new InvalidOperationException($"The clock {key} from {from:O} has no end: {end.Error.Code}.")
            : new PublicationEnd(end.Value.DueOn, term.RuleReference, term.Term.Basis);
    }

    private static DateOnly ByAmount(DateOnly from, int amount, string unit) => unit switch
    {
        RuleUnits.Year => from.AddYears(amount),
        RuleUnits.Month => from.AddMonths(amount),
        _ => from.AddDays(amount),
    };
}
