using Oversight.Disclosure.Institutions;
using Oversight.Kernel;
using Oversight.Pages;
using Oversight.Reference;

namespace Oversight.Disclosure.Publication;

/// <summary>The words for a code.</summary>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
internal sealed record Words(string Zh, string En);

/// <summary>A code with its words in both languages.</summary>
/// <param name="Code">The code.</param>
/// <param name="Zh">In Chinese; the code itself where no words are known.</param>
/// <param name="En">In English; likewise.</param>
public sealed record NamedCode(string Code, string Zh, string En)
{
    internal string In(Language language) => language == Language.English ? En : Zh;
}

/// <summary>
/// Plain words for the codes in facts of other services: departments and violations by the packs that all services share, the rest by
/// the rule packs <c>public-words</c> (kinds, results, grades) and <c>checklist-texts</c> (what an inspector found, said to a parent).
/// A code without words is shown as it is.
/// </summary>
internal sealed class Wording(TimeProvider clock, string? overrideFolder)
{
    /// <summary>The grades, best first.</summary>
    public static readonly IReadOnlyList<string> Grades = ["A", "B", "C", "D"];

    private readonly Departments _departments = Departments.Load(overrideFolder);
    private readonly RulePack<Words> _words = RulePackLoader.Load<Words>("public-words", typeof(Wording).Assembly, overrideFolder);
    private readonly RulePack<Words> _items = RulePackLoader.Load<Words>("checklist-texts", typeof(Wording).Assembly, overrideFolder);
    private readonly ViolationCatalogue _violations = ViolationCatalogue.Load(overrideFolder);

    /// <summary>Words of a department.</summary>
    public NamedCode Department(string code)
    {
        var today = OfficialTime.Today(clock);
        return new NamedCode(code, _departments.Name(code, today, english: false), _departments.Name(code, today, english: true));
    }

    /// <summary>Words of several departments.</summary>
    public IReadOnlyList<NamedCode> DepartmentNames(IEnumerable<string> codes) => [.. codes.Select(Department)];

    /// <summary>
    /// Words of a kind of code: <c>penalty</c>, <c>class</c>, <c>result</c>, <c>severity</c>, <c>visit</c>, <c>grade</c>.
    /// </summary>
    public NamedCode Name(string kind, string code) => Find(_words, $"{kind}.{code}", code);

    /// <summary>Words of several codes.</summary>
    public IReadOnlyList<NamedCode> Names(string kind, IEnumerable<string> codes) =>
        [.. codes.Select(code => Name(kind, code))];

    /// <summary>What a finding on a checklist item means.</summary>
    public NamedCode Item(string code) => Find(_items, code, code);

    /// <summary>What a violation is.</summary>
    public NamedCode Violation(string code)
    {
        var today = OfficialTime.Today(clock);
        return new NamedCode(code, _violations.PublicName(code, today, english: false), _violations.PublicName(code, today, english: true));
    }

    /// <summary>How a grade is meant.</summary>
    public static Tone ToneOf(string grade) => grade switch
    {
        "A" => Tone.Good,
        "B" => Tone.Neutral,
        "C" => Tone.Caution,
        _ => Tone.Danger,
    };

    private NamedCode Find(RulePack<Words> pack, string key, string code) =>
        pack.OnDay(key, OfficialTime.Today(clock)) is { IsRefused: false } found
            ? new NamedCode(code, found.Value.Values.Zh, found.Value.Values.En) : new NamedCode(code, code, code);
}

/// <summary>Until when an item is published, and by which article.</summary>
/// <param name="Until">Last official day on which it is shown.</param>
/// <param name="Basis">What sets this day.</param>
/// <param name="IsStatutory">Whether a law sets it; otherwise it is this platform's own rule.</param>
public sealed record PublicationRecord(DateOnly Until, RecordBasis Basis, bool IsStatutory)
{
    internal static PublicationRecord Of(PublishedItem item) => new(
        item.PublishedUntil, new RecordBasis(item.TermLaw, item.TermArticle, null),
        item.TermRule.StartsWith(StatutoryClocks.PackName, StringComparison.Ordinal));
}
