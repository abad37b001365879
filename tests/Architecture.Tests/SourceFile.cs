using Oversight.Testing;

namespace Oversight.Architecture.Tests;

/// <summary>One file as the rules see it: its path from the root of the checkout, with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string[] Lines => Text.Split('\n');

    /// <summary>Every hand-written source file below the given folders.</summary>
    public static IReadOnlyList<SourceFile> Under(params string[] folders) => Matching("*.cs", folders);

    private static SourceFile[] Matching(string pattern, params string[] folders) =>
    [
        .. folders.SelectMany(
            folder => Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root!, folder), pattern, SearchOption.AllDirectories))
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

    /// <summary>All that is written for people; notices of others are as their authors wrote them.</summary>
    public static IReadOnlyList<SourceFile> Documents { get; } =
    [
        new("README.md", File.ReadAllText(System.IO.Path.Combine(Repository.Root!, "README.md"))),
        .. Matching("*.md", "services", "gateway", "deploy", "tests").Where(file => file.Name != "NOTICE.md"),
    ];
}
