using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// The violation catalogue: the rule pack <c>violations</c> with the operator's file over it. Complaint, Inspection and Enforcement check
/// the codes that they are given against it, Disclosure names them by it. Immutable; safe to share.
/// </summary>
public sealed class ViolationCatalogue
{
    /// <summary>Name of the pack and of its override file.</summary>
    public const string PackName = "violations";

    // Several modules of a process ask, and most places have no file of their own.
    private static readonly Lazy<ViolationCatalogue> Shipped = new(() => ReadPack(null));

    private static readonly Error Unknown = new(
        ErrorKind.Invalid, "identifier.violation.unknown", "The violation catalogue has no such code.");

    /// <summary>Reads a loaded pack.</summary>
    /// <param name="shipped">The pack without the operator's file.</param>
    /// <param name="pack">The pack with it; the same where there is none.</param>
    /// <param name="departments">The departments that it names.</param>
    /// <exception cref="RuleDataException">
    /// A key is no <see cref="ViolationCode"/>, a department that may punish is none that acts, or the operator gives a shipped violation
    /// to a department that the law does not: who may punish what is the law's, not the place's (行政处罚法 第十七条). A violation of a
    /// local law under a key of its own names whom that law names.
    /// </exception>
    public ViolationCatalogue(RulePack<ViolationRule> shipped, RulePack<ViolationRule> pack, Departments departments)
    {
        ArgumentNullException.ThrowIfNull(shipped);
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(departments);
        pack.RequireForm(ViolationCode.IsValid, "violation code");
        departments.RequireActing(pack.Name, pack.Versions.SelectMany(version => version.Values.Departments));
        string[] faults = [.. pack.Versions.SelectMany(own => Added(shipped, own).Select(
            department => $"{own.Reference}: the shipped violation names other departments than '{department}'."))];
        if (faults.Length > 0)
        {
            throw new RuleDataException($"Rule pack {pack.Name}", faults);
        }

        Pack = pack;
    }

    /// <summary>The pack, with the penalty norm of each violation.</summary>
    public RulePack<ViolationRule> Pack { get; }

    /// <summary>Loads the shipped catalogue and the operator's <c>violations.json</c> over it.</summary>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static ViolationCatalogue Load(string? overrideFolder = null) =>
        RuleSources.Overrides(overrideFolder, PackName, Departments.PackName) ? ReadPack(overrideFolder) : Shipped.Value;

    /// <summary>
    /// Whether the catalogue has this code, in whatever version: whether the law was in force on the day of an act is asked where a case is
    /// filed.
    /// </summary>
    public bool Has(string code) => Pack.Keys.Contains(code);

    /// <summary>What a violation is called to the public; the code itself where the catalogue never had it.</summary>
    public string PublicName(string code, DateOnly day, bool english) => Pack.OnDayOrLatest(code, day)?.Values is not { } rule ? code
        : english ? rule.PublicEn ?? rule.En
        : rule.PublicZh ?? rule.Zh;

    /// <summary>Reads codes that somebody names.</summary>
    /// <param name="texts">Codes as they are typed.</param>
    /// <returns>
    /// The codes, each once, in their one spelling; or <c>identifier.violation.required</c>, <c>.malformed</c> or <c>.unknown</c> (the
    /// catalogue has no such code).
    /// </returns>
    public Result<string[]> Read(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var codes = new List<string>();
        foreach (var text in texts)
        {
            var code = ViolationCode.Parse(text);
            if (code.IsRefused)
            {
                return code.Error;
            }

            if (!Has(code.Value.Value))
            {
                return Unknown;
            }

            if (!codes.Contains(code.Value.Value))
            {
                codes.Add(code.Value.Value);
            }
        }

        return codes.ToArray();
    }

    /// <summary>Asked when another pack is loaded: a violation that it names must be in the catalogue.</summary>
    /// <param name="pack">Name of the other pack.</param>
    /// <param name="codes">Codes that it names.</param>
    /// <exception cref="RuleDataException">A code is unknown; every one is listed.</exception>
    public void RequireKnown(string pack, IEnumerable<string> codes) => Pack.Require(pack, codes, _ => true, "is no violation");

    private static IEnumerable<string> Added(RulePack<ViolationRule> shipped, RuleVersion<ViolationRule> own)
    {
        var named = shipped.Versions.Where(version => version.Key == own.Key).SelectMany(version => version.Values.Departments).ToList();
        return named.Count == 0 ? [] : own.Values.Departments.Except(named);
    }

    private static ViolationCatalogue ReadPack(string? overrideFolder)
    {
        var (shipped, pack) = RulePackLoader.LoadBoth<ViolationRule>(PackName, typeof(ViolationCatalogue).Assembly, overrideFolder);
        return new ViolationCatalogue(shipped, pack, Departments.Load(overrideFolder));
    }
}
