using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Inspection.Reference;

/// <summary>One item of the checklist.</summary>
/// <param name="Department">Department whose law it belongs to, e.g. <c>fire</c>.</param>
/// <param name="Zh">What is looked at, Chinese.</param>
/// <param name="En">The same in English.</param>
/// <param name="Severity"><c>high</c>, <c>medium</c> or <c>low</c>; the project's weighing.</param>
/// <param name="Types">Types of institution, <c>K1</c> or a group <c>K*</c>.</param>
/// <param name="Violation">Code of the violation catalogue that a failed item may be, or null.</param>
internal sealed record ChecklistItem(
    string Department, string Zh, string En, string Severity, IReadOnlyList<string> Types, string? Violation = null) : IRuleValues
{
    /// <summary>Whether institutions of this type are looked at for it.</summary>
    public bool AppliesTo(string type) =>
        Types.Any(t => t == type || (t.EndsWith('*') && type.StartsWith(t[..^1], StringComparison.Ordinal)));

    /// <inheritdoc />
    public IEnumerable<string> Faults(string unit)
    {
        if (Severity is not ("high" or "medium" or "low"))
        {
            yield return "severity is high, medium or low.";
        }

        if (Types.Count == 0)
        {
            yield return "an item names at least one type.";
        }
    }
}

/// <summary>A public result category.</summary>
/// <param name="Zh">Official Chinese text.</param>
/// <param name="En">English.</param>
/// <param name="Findings"><c>none</c>: only without findings; <c>some</c>: only with findings; <c>any</c>.</param>
/// <param name="Corrected"><c>all</c>: every finding was corrected on site; <c>open</c>: at least one was not; <c>any</c>.</param>
/// <param name="Alone">Whether it stands with no other category.</param>
internal sealed record ResultCategory(string Zh, string En, string Findings, string Corrected, bool Alone) : IRuleValues
{
    /// <inheritdoc />
    public IEnumerable<string> Faults(string unit)
    {
        if (Findings is not ("none" or "some" or "any") || Corrected is not ("all" or "open" or "any"))
        {
            yield return "findings is none, some or any; corrected is all, open or any.";
        }
    }
}

/// <summary>One number or property of visits; which members are set, the key says.</summary>
/// <param name="Amount">The number in the version's unit.</param>
/// <param name="Min">Smallest that an officer may choose.</param>
/// <param name="Max">Greatest that an officer may choose.</param>
/// <param name="CountsForCap">For a kind of visit: whether it counts towards the yearly cap.</param>
/// <param name="PublishClock">For a kind of visit: the statutory clock of its publication.</param>
/// <param name="Zh">Official word.</param>
/// <param name="Note">What the number cannot say.</param>
internal sealed record VisitRule(
    int? Amount = null, int? Min = null, int? Max = null, bool? CountsForCap = null, string? PublishClock = null, string? Zh = null,
    string? Note = null);

/// <summary>
/// The rule packs of inspection: checklists, public result categories, numbers of visits. Read and checked once at the start;
/// a pack that lacks a rule which the code asks for stops the service.
/// </summary>
internal sealed class InspectionRules
{
    /// <summary>Type that a party without entry in the register is looked at as.</summary>
    public const string UnregisteredType = "X2";

    private const string Caps = "cap.", DefaultCap = Caps + "default";

    private static readonly string[] Needed =
    [
        "officers.per_department", "kind.daily", "kind.special", "kind.case", DefaultCap, "urgent.approval",
        "rectification.days", "rectification.extensions",
        "plan.horizon", "evidence.clock_skew", "evidence.per_visit",
    ];

    private readonly RulePack<ChecklistItem> _items;
    private readonly RulePack<ResultCategory> _categories;
    private readonly RulePack<VisitRule> _visits;
    private readonly Departments _departments;

    /// <exception cref="RuleDataException">A pack is faulty; every fault is listed.</exception>
    /// <exception cref="InvalidOperationException">The pack visit-rules lacks a rule.</exception>
    public InspectionRules(string? overrideFolder)
    {
        var assembly = typeof(InspectionRules).Assembly;
        _items = RulePackLoader.Load<ChecklistItem>("checklists", assembly, overrideFolder);
        _categories = RulePackLoader.Load<ResultCategory>("result-categories", assembly, overrideFolder);
        _visits = RulePackLoader.Load<VisitRule>("visit-rules", assembly, overrideFolder);
        _departments = Departments.Load(overrideFolder);
        // 国办发〔2024〕54号: a checklist makes its department an inspecting body, so it may only name departments that act.
        _departments.RequireActing(_items.Name, _items.Versions.Select(v => v.Values.Department));
        Violations = ViolationCatalogue.Load(overrideFolder);
        InstitutionTypes.Load(overrideFolder).RequireKnown(_items.Name, _items.Versions.SelectMany(v => v.Values.Types));
        Violations.RequireKnown(_items.Name, _items.Versions.Select(v => v.Values.Violation).OfType<string>());
        var capped = _visits.Keys.Where(key => key.StartsWith(Caps, StringComparison.Ordinal) && key != DefaultCap);
        _departments.RequireActing(_visits.Name, capped.Select(key => key[Caps.Length..]));
        // An operator replaces the packs; what the code asks for by name must fail at the start and not at the first visit.
        var missing = Needed.Except(_visits.Keys).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"The rule pack visit-rules lacks {string.Join(", ", missing)}.");
        }
    }

    /// <summary>The checklist as a conclusion records it: name and digest of the pack, operator's changes included.</summary>
    public string ChecklistVersion => $"{_items.Name}@{_items.Digest[..16]}";

    /// <summary>The violations that a finding may name.</summary>
    public ViolationCatalogue Violations { get; }

    /// <summary>The statutory clocks that some kind of visit has for its publication, whenever its rule holds.</summary>
    public IEnumerable<string> PublicationClocks => _visits.Versions.Select(v => v.Values.PublishClock).OfType<string>().Distinct();

    /// <summary>Whether there is such a department on the day.</summary>
    public bool HasDepartment(string code, DateOnly day) => _departments.Has(code, day);

    /// <summary>Whether it may inspect: it acts, and does not only coordinate or receive clues (国办发〔2024〕54号).</summary>
    public bool MayInspect(string code, DateOnly day) => _departments.Acts(code, day);

    /// <summary>Departments that have items today.</summary>
    public IReadOnlyList<string> InspectingDepartments(DateOnly day) =>
        [.. _items.AllOnDay(day).Select(i => i.Values.Department).Distinct()];

    /// <summary>The items for a type of institution (null: every type), of some departments (empty: all), as they are on the day.</summary>
    public IReadOnlyList<RuleVersion<ChecklistItem>> Items(
        string? type, IReadOnlyCollection<string> departments, DateOnly day, DivisionCode? place = null) =>
        [
            .. _items.AllOnDay(day, place).Where(
                i => (type is null || i.Values.AppliesTo(type)) && (departments.Count == 0 || departments.Contains(i.Values.Department)))];

    /// <summary>Whether any item speaks of this type on the day.</summary>
    public bool IsKnownType(string type, DateOnly day) => Items(type, [], day).Count > 0;

    /// <summary>All result categories of the day.</summary>
    public IReadOnlyList<RuleVersion<ResultCategory>> Categories(DateOnly day) => _categories.AllOnDay(day);

    /// <summary>A result category of the day, or null.</summary>
    public RuleVersion<ResultCategory>? Category(string code, DateOnly day) => _categories.OnDay(code, day) is { IsRefused: false } found
        ? found.Value : null;

    /// <summary>Officers that each department sends at least.</summary>
    public RuleVersion<VisitRule> OfficersPerDepartment(DateOnly day) => Rule("officers.per_department", day);

    /// <summary>What a kind of visit means.</summary>
    public RuleVersion<VisitRule> Kind(string kind, DateOnly day) => Rule($"kind.{kind}", day);

    /// <summary>The yearly cap of a department for one institution: its own, or the default.</summary>
    public RuleVersion<VisitRule> Cap(string department, DateOnly day, DivisionCode? place = null) =>
        // 国办发〔2024〕54号: every department publishes its own cap. Until the operator enters it, the default of the product holds.
        _visits.OnDay(Caps + department, day, place) is { IsRefused: false } own ? own.Value : Rule(DefaultCap, day, place);

    /// <summary>A named rule of the pack visit-rules on the day.</summary>
    /// <exception cref="InvalidOperationException">No version covers the day.</exception>
    public RuleVersion<VisitRule> Rule(string key, DateOnly day, DivisionCode? place = null) =>
        _visits.OnDay(key, day, place) is { IsRefused: false } found
            ? found.Value
            : throw new InvalidOperationException($"The rule pack visit-rules has no {key} on {day:yyyy-MM-dd}.");

    /// <summary>The number of a named rule.</summary>
    public int Amount(string key, DateOnly day) =>
        Rule(key, day).Values.Amount ?? throw new InvalidOperationException($"The rule {key} has no amount.");
}

/// <summary>Lengths that more than one table has.</summary>
internal static class Limits
{
    public const int Actor = 150, Reason = 500, Item = 40, Rule = 300;
}
