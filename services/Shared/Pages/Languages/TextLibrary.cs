using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Oversight.Pages;

/// <summary>
/// Every text of the pages of this process. An assembly brings its own as embedded <c>*.texts.json</c>:
/// <c>{ "search.title": { "zh": "…", "en": "…" } }</c>, with <c>{0}</c>, <c>{1}</c> … for values.
/// </summary>
/// <remarks>
/// Checked when it is made: both languages present, the same places for values, no key twice. Every fault is listed at once.
/// </remarks>
public sealed partial class TextLibrary
{
    private const string Suffix = ".texts.json";

    private readonly FrozenDictionary<string, Entry> _entries;

    /// <summary>Reads the texts of <paramref name="assemblies"/>; an assembly named twice counts once.</summary>
    /// <exception cref="InvalidDataException">A text lacks a language, differs in its places for values or is given twice, or a file is not
    /// of the form above. The message lists every fault.</exception>
    public TextLibrary(IEnumerable<Assembly> assemblies)
    {
        var faults = new List<string>();
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var assembly in assemblies.Distinct())
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)))
            {
                Read(assembly, resource, entries, faults);
            }
        }

        if (faults.Count > 0)
        {
            throw new InvalidDataException(
                "The texts of the pages are not complete:" + string.Concat(faults.Select(fault => "\n  " + fault)));
        }

        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every key.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>Whether there is a text for <paramref name="key"/>.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>The text of <paramref name="key"/> in <paramref name="language"/>, values not yet filled in.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text: a mistake in a page, found by the test that renders it.</exception>
    public string Get(string key, Language language) => _entries.TryGetValue(key, out var entry)
        ? (language == Language.English ? entry.En : entry.Zh)
        : throw new KeyNotFoundException($"No page text has the key '{key}'.");

    private static void Read(Assembly assembly, string resource, Dictionary<string, Entry> entries, List<string> faults)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        Dictionary<string, Dictionary<string, string>>? read;
        try
        {
            read = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream);
        }
        catch (JsonException e)
        {
            faults.Add($"{resource}: {e.Message}");
            return;
        }

        foreach (var (key, texts) in read ?? [])
        {
            var zh = texts.GetValueOrDefault("zh", string.Empty);
            var en = texts.GetValueOrDefault("en", string.Empty);
            if (string.IsNullOrWhiteSpace(zh) || string.IsNullOrWhiteSpace(en) || texts.Count != 2)
            {
                faults.Add($"{resource}: '{key}' must have exactly the languages zh and en.");
            }
            else if (!Places(zh).SetEquals(Places(en)))
            {
                faults.Add($"{resource}: '{key}' has other places for values in zh than in en.");
            }

            if (!entries.TryAdd(key, new Entry(zh, en)))
            {
                faults.Add($"{resource}: '{key}' is already given elsewhere.");
            }
        }
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    private sealed record Entry(string Zh, string En);
}
