using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Oversight.Reference;

/// <summary>
/// Loads rule packs: the pack that a project ships as an embedded resource, and over it a file of the same name in a folder
/// of the operator. A pack is a JSON file <c>{pack}.json</c>:
/// <code>
/// { "pack": "…", "description": "…", "extensible": false,
///   "entries": [ { "key": "…", "versions": [ {
///     "version": "…", "validFrom": "2021-09-01", "validTo": null, "jurisdiction": "CN", "unit": "none",
///     "basis": { "law": "…", "article": "…", "version": "…" }, "confidence": "sure", "values": { … } } ] } ] }
/// </code>
/// <c>validTo</c> is the last day (inclusive) and may be left out. <c>values</c> is read strictly into the service's own
/// record: camelCase, enums by name, every constructor parameter without default required, nothing unknown. An override
/// replaces the whole chain of versions of each key and jurisdiction that it names and leaves the others; it may add
/// jurisdictions, and new keys only where the shipped pack says <c>"extensible": true</c>, so that a mistyped key is a fault
/// and not a rule that nobody asks for.
/// </summary>
public static class RulePackLoader
{
    /// <summary>Loads and checks a pack.</summary>
    /// <typeparam name="T">The values; if they implement <see cref="IRuleValues"/> they check themselves.</typeparam>
    /// <param name="pack">Name of the pack: lower-case letters, digits and dashes.</param>
    /// <param name="assembly">The assembly that embeds <c>Rules/{pack}.json</c>.</param>
    /// <param name="overrideFolder">Folder of the operator's own files, or null. A folder that is named must exist.</param>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static RulePack<T> Load<T>(string pack, Assembly assembly, string? overrideFolder = null)
        where T : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pack);
        ArgumentNullException.ThrowIfNull(assembly);

        var (source, shipped) = RuleSources.Embedded(assembly, pack + ".json");
        var (overrideSource, overriding) = RuleSources.InFolder(overrideFolder, pack + ".json");
        return Read<T>(pack, source, shipped, overrideSource, overriding);
    }

    /// <summary>Loads a pack with and without the operator's file, for what may only be tightened.</summary>
    /// <param name="pack">Name of the pack.</param>
    /// <param name="assembly">The assembly that embeds it.</param>
    /// <param name="overrideFolder">Folder of the operator's own files, or null.</param>
    /// <returns>The shipped pack, and the one with the operator's file over it: the same instance where there is no file.</returns>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static (RulePack<T> Shipped, RulePack<T> Pack) LoadBoth<T>(string pack, Assembly assembly, string? overrideFolder)
        where T : notnull
    {
        var shipped = Load<T>(pack, assembly);
        return (shipped, RuleSources.Overrides(overrideFolder, pack) ? Load<T>(pack, assembly, overrideFolder) : shipped);
    }

    /// <summary>Checks and reads a pack from text, for a pack that comes from elsewhere than an assembly.</summary>
    /// <param name="pack">Name of the pack; the text must name the same.</param>
    /// <param name="json">The pack.</param>
    /// <param name="overrideJson">The operator's own text over it, or null.</param>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static RulePack<T> Read<T>(string pack, string json, string? overrideJson = null)
        where T : notnull => Read<T>(pack, pack + ".json", json, "override " + pack + ".json", overrideJson);

    private static RulePack<T> Read<T>(string pack, string source, string json, string overrideSource, string? overrideJson)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(json);
        var faults = new FaultList();
        var reader = new RulePackReader<T>(pack, faults);
        var shipped = reader.Read(source, json);
        var versions = shipped.Versions;
        if (overrideJson is not null)
        {
            versions = Override(shipped, reader.Read(overrideSource, overrideJson), overrideSource, faults);
        }

        if (faults.Any)
        {
            throw new RuleDataException($"Rule pack {pack}", faults.Faults);
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(json + '\0' + overrideJson));
        return new RulePack<T>(pack, Convert.ToHexStringLower(digest), versions);
    }

    private static List<RuleVersion<T>> Override<T>(RulePackFile<T> shipped, RulePackFile<T> own, string source, FaultList faults)
        where T : notnull
    {
        var known = shipped.Versions.Select(version => version.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in own.Versions.Select(version => version.Key).Distinct()
            .Where(key => !shipped.IsExtensible && !known.Contains(key)))
        {
            faults.Add(new JsonPlace(source, key, default), "the pack has no such rule, and it takes no new ones.");
        }

        var replaced = own.Versions.Select(version => (version.Key, version.Jurisdiction)).ToHashSet();
        return [.. shipped.Versions.Where(version => !replaced.Contains((version.Key, version.Jurisdiction))), .. own.Versions];
    }
}
