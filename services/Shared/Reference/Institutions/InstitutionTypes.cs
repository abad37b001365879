namespace Oversight.Reference;

/// <summary>
/// The types of institution: the rule pack <c>institution-types</c> with the operator's file over it. Registry enters by it, Inspection
/// draws its checklists by it, Disclosure names and groups by it. Immutable; safe to share.
/// </summary>
public sealed class InstitutionTypes
{
    /// <summary>Name of the pack and of its override file.</summary>
    public const string PackName = "institution-types";

    /// <summary>Most characters of a type's code, and the length of every column that holds one.</summary>
    public const int MaxLength = 10;

    // Several modules of a process ask, and most places have no file of their own.
    private static readonly Lazy<InstitutionTypes> Shipped = new(() => Read(null));

    /// <summary>Reads a loaded pack.</summary>
    /// <exception cref="RuleDataException">A key is longer than a code may be.</exception>
    public InstitutionTypes(RulePack<InstitutionTypeRule> pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        pack.RequireForm(key => key.Length <= MaxLength, "type code of at most 10 characters");
        Pack = pack;
    }

    /// <summary>The pack.</summary>
    public RulePack<InstitutionTypeRule> Pack { get; }

    /// <summary>Loads the shipped types and the operator's <c>institution-types.json</c> over them.</summary>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static InstitutionTypes Load(string? overrideFolder = null) =>
        RuleSources.Overrides(overrideFolder, PackName) ? Read(overrideFolder) : Shipped.Value;

    /// <summary>Asked when another pack is loaded: a type that it names must be one of these.</summary>
    /// <param name="pack">Name of the other pack.</param>
    /// <param name="codes">Codes that it names; one that ends in <c>*</c> stands for every type that begins so.</param>
    /// <exception cref="RuleDataException">A code is unknown; every one is listed.</exception>
    public void RequireKnown(string pack, IEnumerable<string> codes) => Pack.Require(
        pack,
        codes.Where(code => !code.EndsWith('*') || !Pack.Keys.Any(key => key.StartsWith(code[..^1], StringComparison.Ordinal))),
        _ => true,
        "is no type");

    private static InstitutionTypes Read(string? overrideFolder) =>
        new(RulePackLoader.Load<InstitutionTypeRule>(PackName, typeof(InstitutionTypes).Assembly, overrideFolder));
}
