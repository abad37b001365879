using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// The departments that there are: the rule pack <c>departments</c> with the operator's file over it. Every service that checks or shows a
/// department's code asks here, so that what one accepts all know. Immutable; safe to share.
/// </summary>
public sealed class Departments
{
    /// <summary>Name of the pack and of its override file.</summary>
    public const string PackName = "departments";

    // Several modules of a process ask, and most places have no file of their own.
    private static readonly Lazy<Departments> Shipped = new(() => Read(null));

    /// <summary>Reads a loaded pack.</summary>
    /// <exception cref="RuleDataException">A key is no <see cref="DepartmentCode"/>; every one is listed.</exception>
    public Departments(RulePack<DepartmentRule> pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        pack.RequireForm(DepartmentCode.IsValid, "department code");
        Pack = pack;
    }

    /// <summary>The pack, for its versions and digest.</summary>
    public RulePack<DepartmentRule> Pack { get; }

    /// <summary>Every code, in the order of the pack, whether or not its department exists today.</summary>
    public IReadOnlyList<string> Codes => Pack.Keys;

    /// <summary>Loads the shipped departments and the operator's <c>departments.json</c> over them.</summary>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static Departments Load(string? overrideFolder = null) =>
        RuleSources.Overrides(overrideFolder, PackName) ? Read(overrideFolder) : Shipped.Value;

    /// <summary>The department of this code on the day, or null.</summary>
    public DepartmentRule? Find(string? code, DateOnly day) =>
        code is not null && Pack.OnDay(code, day) is { IsRefused: false } found ? found.Value.Values : null;

    /// <summary>Whether there is such a department on the day.</summary>
    public bool Has(string? code, DateOnly day) => Find(code, day) is not null;

    /// <summary>Whether it is an administrative body that may inspect, punish or be given a task; false for an unknown code.</summary>
    public bool Acts(string? code, DateOnly day) => Find(code, day)?.Part == DepartmentPart.Acts;

    /// <summary>The level of a department's organ in a division: a town's is the town, although it is known by its county.</summary>
    public OrganLevel LevelOf(string code, DivisionCode division, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(division);
        return Find(code, day)?.Level ?? (OrganLevel)division.Level;
    }

    /// <summary>
    /// The name of a department on the day; of one that is no more, its last name; the code itself where the pack never had it.
    /// </summary>
    public string Name(string code, DateOnly day, bool english) =>
        Pack.OnDayOrLatest(code, day)?.Values is { } rule ? english ? rule.En : rule.Zh : code;

    /// <summary>Asked when another pack is loaded: a department that it names must be one that acts.</summary>
    /// <param name="pack">Name of the other pack.</param>
    /// <param name="codes">Codes that it names as doing something.</param>
    /// <exception cref="RuleDataException">A code is unknown, or its department does not act; every one is listed.</exception>
    public void RequireActing(string pack, IEnumerable<string> codes) =>
        Pack.Require(pack, codes, version => version.Values.Part == DepartmentPart.Acts, "is no department that acts");

    /// <summary>Asked when another pack is loaded: a department that it names must be in this one.</summary>
    /// <param name="pack">Name of the other pack.</param>
    /// <param name="codes">Codes that it names.</param>
    /// <exception cref="RuleDataException">A code is unknown; every one is listed.</exception>
    public void RequireKnown(string pack, IEnumerable<string> codes) => Pack.Require(pack, codes, _ => true, "is no department");

    private static Departments Read(string? overrideFolder) =>
        new(RulePackLoader.Load<DepartmentRule>(PackName, typeof(Departments).Assembly, overrideFolder));
}
