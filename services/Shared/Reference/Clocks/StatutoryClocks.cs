using System.Reflection;
using System.Text.Json.Serialization;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>The values of one statutory clock. The unit stands in the rule version.</summary>
/// <param name="StartsOn">The event from which is counted, e.g. <c>accept</c>, <c>decision</c>, <c>expiry</c>.</param>
/// <param name="Duty">Who must act.</param>
/// <param name="Amount">Days, months or years by the unit, negative when counted back; null for a fixed date.</param>
/// <param name="FixedDay">The last day <c>MM-dd</c> for a fixed date, otherwise null.</param>
/// <param name="Opens">The first day <c>MM-dd</c> on which acting is possible, where a fixed date has a window.</param>
/// <param name="MaxExtension">How much it may be extended in all, in its unit; null when it may not be, or when <paramref name="Note"/>
/// says who decides.</param>
/// <param name="Rolls">Whether a last day on a holiday moves; null takes the usual reading (a party's term does).</param>
/// <param name="Note">What the numbers cannot say, e.g. that tests are not counted.</param>
public sealed record StatutoryClock(
    string StartsOn,
    TermDuty Duty,
    int? Amount = null,
    string? FixedDay = null,
    string? Opens = null,
    int? MaxExtension = null,
    bool? Rolls = null,
    string? Note = null) : IRuleValues
{
    /// <summary>The first day of the window, or null.</summary>
    [JsonIgnore]
    public FixedDay? OpensOn => Day(Opens);

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (UnitOf(unit) is not { } counted)
        {
            yield return $"a clock counts workingDay, naturalDay, month, year or fixedDate, not {unit}.";
            yield break;
        }

        if (string.IsNullOrWhiteSpace(StartsOn))
        {
            yield return "startsOn must name an event.";
        }

        if (Opens is not null && (OpensOn is null || counted != TermUnit.FixedDate))
        {
            yield return "opens must be a day MM-dd, and only a fixed date has one.";
        }

        if (Attempt(counted) is { } fault)
        {
            yield return fault;
        }
    }

    internal LegalTerm Term(string unit, LegalBasis basis) => Term(UnitOf(unit)!.Value, basis);

    private LegalTerm Term(TermUnit unit, LegalBasis basis) =>
        new(unit == TermUnit.FixedDate ? Amount ?? 1 : Amount ?? 0, unit, basis, Duty, Rolls, MaxExtension, Day(FixedDay));

    private string? Attempt(TermUnit unit)
    {
        try
        {
            Term(unit, new LegalBasis("-", "-"));
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static TermUnit? UnitOf(string unit) => unit switch
    {
        RuleUnits.WorkingDay => TermUnit.WorkingDay,
        RuleUnits.NaturalDay => TermUnit.NaturalDay,
        RuleUnits.Month => TermUnit.Month,
        RuleUnits.Year => TermUnit.Year,
        RuleUnits.FixedDate => TermUnit.FixedDate,
        _ => null,
    };

    private static FixedDay? Day(string? text) =>
        text is { Length: 5 } && text[2] == '-' && int.TryParse(text.AsSpan(0, 2), out var month)
            && int.TryParse(text.AsSpan(3), out var day) &&
        new FixedDay(month, day) is { Exists: true } found ? found : null;
}

/// <summary>
/// The master table of statutory clocks: the rule pack <c>statutory-clocks</c>, which every service shares, with the local
/// versions of an operator over it.
/// </summary>
public sealed class StatutoryClocks
{
    /// <summary>Name of the pack and of its override file.</summary>
    public const string PackName = "statutory-clocks";

    /// <summary>Takes a loaded pack.</summary>
    public StatutoryClocks(RulePack<StatutoryClock> pack) => Pack = pack;

    /// <summary>The pack, for its versions, digest and notes.</summary>
    public RulePack<StatutoryClock> Pack { get; }

    /// <summary>Loads the shipped table and the operator's <c>statutory-clocks.json</c> over it.</summary>
    /// <exception cref="RuleDataException">The table has faults; every one is listed.</exception>
    public static StatutoryClocks Load(string? overrideFolder = null) =>
        new(RulePackLoader.Load<StatutoryClock>(PackName, Assembly.GetExecutingAssembly(), overrideFolder));

    /// <summary>
    /// The term of a clock as it stood on <paramref name="day"/> at <paramref name="place"/>, with the reference of the rule
    /// version that a decision records.
    /// </summary>
    /// <returns>The term, or <c>rule.unknown_key</c> or <c>rule.not_in_force</c>.</returns>
    public Result<StatutoryTerm> OnDay(string key, DateOnly day, DivisionCode? place = null)
    {
        var found = Pack.OnDay(key, day, place);
        return found.IsRefused
            ? found.Error
            : new StatutoryTerm(
                found.Value.Values.Term(found.Value.Unit, found.Value.Basis), found.Value.Reference, found.Value.Confidence);
    }
}

/// <summary>The term of a clock on a day.</summary>
/// <param name="Term">The term.</param>
/// <param name="RuleReference">The rule version that it is (<see cref="RuleVersion{T}.Reference"/>).</param>
/// <param name="Confidence">How far it may be trusted; an unsure term may not be printed on a legal document.</param>
public sealed record StatutoryTerm(LegalTerm Term, string RuleReference, Confidence Confidence);
