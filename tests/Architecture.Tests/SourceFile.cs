using Oversight.Testing;

namespace Oversight.Architecture.Tests;

/// <summary>One C# file as the rules see it: its path from the root of the checkout, with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string[] Lines => Text.Split('\n');

    /// <summary>Every hand-written source file below the given folders.</summary>
    public static IReadOnlyList<SourceFile> Under(params string[] folders) =>
    [
        .. folders.SelectMany(
            folder => Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root!, folder), "*.cs", SearchOption.AllDirectories))
            .Select(
                path => new SourceFile(System.IO.Path.GetRelativePath(Repository.Root!, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(
                file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal)
                    && !file.Path.Contains("/obj/", StringComparison.Ordinal)
                    && !file.Path.Contains("/bin/", StringComparison.Ordinal)),
    ];

    /// <summary>All that ships.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } = Under("services", "gateway", "deploy");

    /// <summary>All that tests it.</summary>
    public static IReadOnlyList<SourceFile> Tests { get; } = Under("tests");
}
