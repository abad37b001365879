using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Pages;
using Oversight.Reference;

namespace Oversight.Disclosure.Reference;

/// <summary>
/// What codes mean and what is public, from the rule pack <c>public-statuses</c> and the types of institution and the divisions that all
/// services share. Each answers as of today's official day.
/// </summary>
internal sealed class ReferenceData(TimeProvider clock, string? overrideFolder)
{
    private readonly RulePack<StatusRule> _statuses = RulePackLoader.Load<StatusRule>(
        "public-statuses", typeof(ReferenceData).Assembly, overrideFolder);
    private readonly RulePack<InstitutionTypeRule> _types = InstitutionTypes.Load(overrideFolder).Pack;
    private readonly Divisions _divisions = Divisions.Load(overrideFolder);

    /// <summary>Today's official day.</summary>
    public DateOnly Today => OfficialTime.Today(clock);

    /// <summary>Every published status, in the order of the pack.</summary>
    public IEnumerable<RuleVersion<StatusRule>> Statuses => _statuses.AllOnDay(Today).Where(rule => rule.Values.Published);

    /// <summary>Every published type, in the order of the pack.</summary>
    public IEnumerable<RuleVersion<InstitutionTypeRule>> Types => _types.AllOnDay(Today).Where(rule => rule.Values.Published);

    /// <summary>Whether an institution in this state is public.</summary>
    /// <exception cref="InvalidOperationException">No rule knows its status or its type.</exception>
    public bool IsPublic(InstitutionState state)
    {
        var status = _statuses.OnDay(state.Status, Today);
        var type = _types.OnDay(state.Type, Today);
        return status.IsRefused || type.IsRefused
            ? throw new InvalidOperationException(
                $"No rule says whether an institution of type {state.Type} with status {state.Status} is public.")
            : status.Value.Values.Published && type.Value.Values.Published;
    }

    /// <summary>What a stored status means.</summary>
    /// <exception cref="InvalidOperationException">The rule that let it be stored has gone.</exception>
    public RuleVersion<StatusRule> Status(string code) => _statuses.OnDay(code, Today) is { IsRefused: false } found
        ? found.Value
        : throw new InvalidOperationException($"The rule pack {_statuses.Name} no longer knows the status {code}, which is in use.");

    /// <summary>The published status of a code in any case; null if there is none.</summary>
    public string? FindStatus(string code) =>
        Statuses.FirstOrDefault(rule => rule.Key.Equals(code, StringComparison.OrdinalIgnoreCase))?.Key;

    /// <summary>The published type of a code in any case; null if there is none.</summary>
    public string? FindType(string code) => Types.FirstOrDefault(rule => rule.Key.Equals(code, StringComparison.OrdinalIgnoreCase))?.Key;

    /// <summary>The name of a type; the code itself where no rule ever knew it.</summary>
    public string TypeName(string code, Language language) =>
        _types.OnDayOrLatest(code, Today)?.Values is { } rule ? In(language, rule.Zh, rule.En) : code;

    /// <summary>The name of a status.</summary>
    public string StatusName(string code, Language language) => In(language, Status(code).Values.Zh, Status(code).Values.En);

    /// <summary>The name of one division without those above it; the code itself where no name is known.</summary>
    /// <param name="code">Two, four or six digits.</param>
    /// <param name="language">The language wanted.</param>
    public string DivisionName(string code, Language language) => _divisions.Name(code, language == Language.English);

    /// <summary>City and county, as one reads a district: <c>宁波市海曙区</c>, <c>Haishu District, Ningbo</c>.</summary>
    /// <param name="code">Six digits.</param>
    /// <param name="language">The language wanted.</param>
    public string DivisionPath(string code, Language language) => _divisions.Path(code, language == Language.English);

    private static string In(Language language, string zh, string en) => language == Language.English ? en : zh;
}
