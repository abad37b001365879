using System.Reflection;

namespace Oversight.Reference;

/// <summary>Where rule data comes from: resources of an assembly, files of a folder.</summary>
internal static class RuleSources
{
    /// <summary>The one embedded resource whose name ends in <paramref name="file"/>.</summary>
    /// <exception cref="RuleDataException">There is none, or more than one.</exception>
    internal static (string Source, string Json) Embedded(Assembly assembly, string file)
    {
        var names = assembly.GetManifestResourceNames().Where(name => IsFile(name, file)).ToArray();
        if (names.Length != 1)
        {
            var found = FormattableString.Invariant($"{assembly.GetName().Name} embeds {names.Length} resources of that name, not one.");
            throw new RuleDataException($"Rule data {file}", [found]);
        }

        return (file, Text(assembly, names[0]));
    }

    /// <summary>Every embedded resource whose file name starts and ends as given, by name.</summary>
    internal static IEnumerable<(string Source, string Json)> Embedded(Assembly assembly, string prefix, string suffix) =>
        from name in assembly.GetManifestResourceNames()
        let start = name.LastIndexOf(prefix, StringComparison.Ordinal)
        where start >= 0 && (start == 0 || name[start - 1] == '.') && name.EndsWith(suffix, StringComparison.Ordinal)
        orderby name
        select (name[start..], Text(assembly, name));

    /// <summary>The file of the folder, with a null text when there is no folder or no such file in it.</summary>
    /// <exception cref="RuleDataException">The folder was named but does not exist.</exception>
    internal static (string Source, string? Json) InFolder(string? folder, string file)
    {
        Require(folder);
        var path = folder is null ? null : Path.Combine(folder, file);
        return path is not null && File.Exists(path) ? (path, File.ReadAllText(path)) : (file, null);
    }

    /// <summary>Whether the operator's folder has a file of one of these packs.</summary>
    /// <exception cref="RuleDataException">The folder was named but does not exist.</exception>
    internal static bool Overrides(string? folder, params ReadOnlySpan<string> packs)
    {
        foreach (var pack in packs)
        {
            if (InFolder(folder, pack + ".json").Json is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every file of the folder that fits the pattern, by name; none when there is no folder.</summary>
    /// <exception cref="RuleDataException">The folder was named but does not exist.</exception>
    internal static IEnumerable<(string Source, string Json)> InFolderAll(string? folder, string pattern)
    {
        Require(folder);
        return folder is null
            ? []
            : Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllText(path)));
    }

    private static void Require(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new RuleDataException("Rule data", [$"{folder}: the folder was named in the configuration but does not exist."]);
        }
    }

    private static bool IsFile(string resource, string file) =>
        resource == file || resource.EndsWith("." + file, StringComparison.Ordinal);

    private static string Text(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
