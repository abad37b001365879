using Oversight.Complaint.Matters;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Complaint.Reference;

/// <summary>What a matter may be about.</summary>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="HintZh">What belongs here, in Chinese.</param>
/// <param name="HintEn">What belongs here, in English.</param>
/// <param name="Source">Row of the requirements that asks for it, e.g. <c>S25</c>.</param>
/// <param name="Department">Department that receives such matters where the law does not make one other competent.</param>
/// <param name="ReferTo">Department whose law may be broken: the default of a referral.</param>
/// <param name="Kinds"><c>complaint</c>, <c>report</c> or both.</param>
/// <param name="Urgent">Whether it must be looked into at once.</param>
/// <param name="Channel">How it is worked on, one of <see cref="Channels"/>.</param>
/// <param name="Violations">Codes of the violation catalogue that come into question.</param>
internal sealed record CategoryRule(
    string Zh, string En, string HintZh, string HintEn, string Source, string Department, string ReferTo, IReadOnlyList<string> Kinds,
    bool Urgent, string Channel, IReadOnlyList<string> Violations) : IRuleValues
{
    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (Kinds.Count == 0 || Kinds.Any(kind => kind is not ("complaint" or "report")))
        {
            yield return "kinds must be complaint, report or both.";
        }

        if (!Channels.All.Contains(Channel))
        {
            yield return $"channel must be one of {string.Join(", ", Channels.All)}.";
        }
    }
}

/// <summary>How a matter is worked on.</summary>
internal static class Channels
{
    /// <summary>Usual handling; a report may be referred as a clue.</summary>
    public const string Case = "case";

    /// <summary>Conduct of persons: goes to the discipline of their school or department, never a case against the body.</summary>
    public const string Discipline = "discipline";

    /// <summary>Harm to a child: at once, and a clue as well.</summary>
    public const string ChildProtection = "child_protection";

    /// <summary>Petition (信访): the clocks of 信访工作条例 run.</summary>
    public const string Petition = "petition";

    public static readonly IReadOnlyList<string> All = [Case, Discipline, ChildProtection, Petition];
}

/// <summary>When many matters about one party are worth a look.</summary>
/// <param name="WindowDays">Natural days looked at.</param>
/// <param name="Threshold">Messages within the window from which on it is a signal.</param>
internal sealed record SurgeRule(int WindowDays, int Threshold) : IRuleValues
{
    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit) =>
        WindowDays is < 1 or > 366 || Threshold < 2 ? ["windowDays is 1 to 366, threshold at least 2."] : [];
}

/// <summary>
/// The rule packs of the service: categories and surge, with the lists that all services share. Read and checked once at the start.
/// </summary>
internal sealed class ComplaintRules
{
    private readonly RulePack<CategoryRule> _categories;
    private readonly Departments _departments;
    private readonly Divisions _divisions;
    private readonly RulePack<SurgeRule> _surge;
    private readonly DivisionCode? _served;
    private readonly Powers _powers;

    /// <param name="overrideFolder">Folder of the operator's own files, or null.</param>
    /// <param name="served">Division whose complaints this platform takes, e.g. <c>3302</c>; null takes the whole country.</param>
    /// <exception cref="RuleDataException">A pack is faulty; every fault is listed.</exception>
    public ComplaintRules(string? overrideFolder, string? served = null)
    {
        var assembly = typeof(ComplaintRules).Assembly;
        _categories = RulePackLoader.Load<CategoryRule>("complaint-categories", assembly, overrideFolder);
        _departments = Departments.Load(overrideFolder);
        _divisions = Divisions.Load(overrideFolder);
        _powers = Powers.Load(overrideFolder);
        _surge = RulePackLoader.Load<SurgeRule>("surge-signals", assembly, overrideFolder);
        _served = served is null ? null : DivisionCode.FromStored(served);
        Violations = ViolationCatalogue.Load(overrideFolder);
        // Checked at the start: as the default of a referral an unknown code would reach Enforcement unread.
        Violations.RequireKnown(_categories.Name, _categories.Versions.SelectMany(v => v.Values.Violations));
        _departments.RequireKnown(_categories.Name, _categories.Versions.SelectMany(v => new[] { v.Values.Department, v.Values.ReferTo }));
    }

    /// <summary>The violations that a referral may name.</summary>
    public ViolationCatalogue Violations { get; }

    public IReadOnlyList<string> CategoryCodes => _categories.Keys;

    /// <summary>The category on the day in the division, or null.</summary>
    public RuleVersion<CategoryRule>? Category(string code, DateOnly day, DivisionCode? place = null) =>
        _categories.OnDay(code, day, place) is { IsRefused: false } found ? found.Value : null;

    /// <summary>Every category of the day, in the order of the pack.</summary>
    public IReadOnlyList<RuleVersion<CategoryRule>> Categories(DateOnly day) => _categories.AllOnDay(day);

    /// <summary>
    /// The department to which a message goes: a report (举报) goes to the one department that may punish all that comes into question,
    /// so that nobody loses days by handing it on; a complaint (投诉) goes to the department of its category, which mediates.
    /// </summary>
    /// <param name="kind">What is wanted.</param>
    /// <param name="category">The category's rule; its department has what is left open, and everything that is no case.</param>
    /// <param name="type">Type of the institution; null for a party that is not in the register.</param>
    /// <param name="place">Where the party is.</param>
    /// <param name="day">Official day of receipt.</param>
    public string Receiver(MatterKind kind, RuleVersion<CategoryRule> category, string? type, DivisionCode place, DateOnly day) =>
        (kind == MatterKind.Report && category.Values.Channel == Channels.Case
            ? _powers.Competent(category.Values.Violations, type, place, day) : null) ?? category.Values.Department;

    /// <summary>Whether there is such a department on the day.</summary>
    public bool HasDepartment(string code, DateOnly day) => _departments.Has(code, day);

    /// <summary>The name of a department; its code where the pack has none.</summary>
    public string DepartmentName(string code, DateOnly day, bool english) => _departments.Name(code, day, english);

    /// <summary>The name of a category; its code where the pack no longer has it.</summary>
    public string CategoryName(string code, DateOnly day, bool english) =>
        Category(code, day) is { } rule ? english ? rule.Values.En : rule.Values.Zh : code;

    /// <summary>City and county as one reads them.</summary>
    /// <param name="code">Six digits.</param>
    /// <param name="english">English, or Chinese.</param>
    public string DivisionName(string code, bool english) => _divisions.Path(code, english);

    /// <summary>Whether complaints about this county or city are taken here.</summary>
    public bool Serves(DivisionCode division) =>
        division.Level != DivisionLevel.Province && _divisions.Has(division) && (_served is null || _served.Covers(division));

    /// <summary>Counties to choose from, six digits each, in ascending order.</summary>
    public IEnumerable<string> Counties => _divisions.Counties(_served);

    /// <summary>The rule of surges on the day.</summary>
    /// <exception cref="InvalidOperationException">No version covers the day.</exception>
    public RuleVersion<SurgeRule> Surge(DateOnly day) => _surge.OnDay("surge", day) is { IsRefused: false } found
        ? found.Value
        : throw new InvalidOperationException($"The rule pack surge-signals has no rule on {day:yyyy-MM-dd}.");
}
