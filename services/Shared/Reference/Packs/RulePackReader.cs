using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>One file of a pack as read; what could not be read is left out and noted as a fault.</summary>
internal sealed record RulePackFile<T>(bool IsExtensible, List<RuleVersion<T>> Versions)
    where T : notnull;

/// <summary>Reads the files of a pack and notes every fault in them.</summary>
internal sealed partial class RulePackReader<T>(string pack, FaultList faults)
    where T : notnull
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    internal RulePackFile<T> Read(string source, string json)
    {
        var versions = new List<RuleVersion<T>>();
        if (faults.Parse(source, json) is not { } root || !faults.IsObject(root, ["pack", "entries"], ["description", "extensible"]))
        {
            return new RulePackFile<T>(false, versions);
        }

        if (faults.Text(root, "pack", 64) is { } name && name != pack)
        {
            faults.Add(root, $"is the pack '{name}', not '{pack}'.");
        }

        faults.Text(root, "description", 2000);
        var isExtensible = Flag(root, "extensible");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in faults.Items(root, "entries", atLeast: 1))
        {
            if (!faults.IsObject(entry, ["key", "versions"], []) || faults.Text(entry, "key", 64) is not { } key)
            {
                continue;
            }

            if (!KeyPattern().IsMatch(key))
            {
                faults.Add(entry, $"the key '{key}' must be letters and digits with single dots, dashes or underscores between them.");
            }

            if (!keys.Add(key))
            {
                faults.Add(entry, $"the key '{key}' has an entry already.");
            }

            versions.AddRange(ReadVersions(entry, key));
        }

        return new RulePackFile<T>(isExtensible, versions);
    }

    private List<RuleVersion<T>> ReadVersions(JsonPlace entry, string key)
    {
        var read = new List<RuleVersion<T>>();
        foreach (var place in faults.Items(entry, "versions", atLeast: 1))
        {
            if (ReadVersion(place, key) is { } version)
            {
                read.Add(version);
            }
        }

        foreach (var chain in read.GroupBy(version => version.Jurisdiction))
        {
            CheckChain(entry, [.. chain.OrderBy(version => version.ValidFrom)]);
        }

        return read;
    }

    private RuleVersion<T>? ReadVersion(JsonPlace place, string key)
    {
        string[] required = ["version", "validFrom", "jurisdiction", "unit", "basis", "confidence", "values"];
        if (!faults.IsObject(place, required, ["validTo"]))
        {
            return null;
        }

        var version = faults.Text(place, "version", 64);
        var validFrom = faults.Date(place, "validFrom");
        var validTo = faults.Date(place, "validTo", nullAllowed: true);
        var jurisdiction = Jurisdiction(place);
        var unit = Unit(place);
        var basis = faults.Basis(place);
        var confidence = faults.ConfidenceOf(place);
        var values = Values(place, unit);
        if (validFrom is not null && validTo < validFrom)
        {
            faults.Add(place, "validTo lies before validFrom.");
        }

        return version is null || validFrom is not { } from || jurisdiction is null || unit is null || basis is null
            || confidence is not { } sure || values is null
            ? null
            : new RuleVersion<T>(pack, key, version, jurisdiction, from, validTo, unit, basis, sure, values);
    }

    private void CheckChain(JsonPlace entry, RuleVersion<T>[] chain)
    {
        foreach (var twice in chain.GroupBy(version => version.Version).Where(same => same.Count() > 1))
        {
            faults.Add(entry, $"{chain[0].Key} in {chain[0].Jurisdiction} has the version '{twice.Key}' more than once.");
        }

        foreach (var (earlier, later) in chain.Zip(chain.Skip(1)))
        {
            var where = $"{earlier.Key} in {earlier.Jurisdiction}: versions '{earlier.Version}' and '{later.Version}'";
            if (earlier.ValidTo is not { } last || last >= later.ValidFrom)
            {
                faults.Add(entry, $"{where} overlap.");
            }
            else if (last.AddDays(1) < later.ValidFrom)
            {
                faults.Add(
                    entry, FormattableString.Invariant(
                        $"{where} leave a gap from {last.AddDays(1):yyyy-MM-dd} to {later.ValidFrom.AddDays(-1):yyyy-MM-dd}."));
            }
        }
    }

    private string? Jurisdiction(JsonPlace place)
    {
        var text = faults.Text(place, "jurisdiction", 6);
        if (text is null or RulePack<T>.National || (DivisionCode.Parse(text) is { IsRefused: false } read && read.Value.Value == text))
        {
            return text;
        }

        faults.Add(place, $"the jurisdiction '{text}' is neither CN nor a division in its shortest spelling (33, 3302, 330282).");
        return null;
    }

    private string? Unit(JsonPlace place)
    {
        var unit = faults.Text(place, "unit", 20);
        if (unit is null || RuleUnits.All.Contains(unit))
        {
            return unit;
        }

        faults.Add(place, $"unknown unit '{unit}'.");
        return null;
    }

    private T? Values(JsonPlace parent, string? unit)
    {
        if (parent.Member("values") is not { } place)
        {
            return default;
        }

        // The serializer stops at its first fault; the names of the top level are therefore checked before, all at once.
        var members = Strict.GetTypeInfo(typeof(T)).Properties;
        var optional = members.Where(member => !IsRequired(member)).Select(member => member.Name).ToArray();
        var before = faults.Faults.Count;
        if (members.Count > 0)
        {
            faults.IsObject(place, [.. members.Select(member => member.Name).Except(optional)], optional);
        }

        if (faults.Faults.Count > before)
        {
            return default;
        }

        try
        {
            var values = place.Element.Deserialize<T>(Strict);
            foreach (var fault in unit is not null && values is IRuleValues checkable ? checkable.Faults(unit) : [])
            {
                faults.Add(place, fault);
            }

            return values;
        }
        catch (JsonException e)
        {
            faults.Add(place, e.Message);
            return default;
        }
    }

    private bool Flag(JsonPlace root, string key)
    {
        if (root.Member(key) is not { } place || place.Element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return root.Member(key)?.Element.ValueKind == JsonValueKind.True;
        }

        faults.Add(place, "must be true or false.");
        return false;
    }

    private static bool IsRequired(JsonPropertyInfo member) =>
        member.IsRequired || member.AssociatedParameter is { HasDefaultValue: false };

    [GeneratedRegex("^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
