using System.Text.Json;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// A rule pack has one owner. Two services with a pack of one name answer the same question from two files, and an operator's file over the
/// one does not hold for the other.
/// </summary>
public sealed class RulePackTests
{
    [Fact]
    public void No_pack_stands_in_two_services() => Assert.Empty(InSeveral(Packs()));

    [Fact]
    public void There_are_packs_to_look_at() => Assert.Contains(("Registry", "legal-acts"), Packs());

    [Fact]
    public void A_pack_is_called_by_its_file() =>
        Assert.All(Files(), file => Assert.Equal(Path.GetFileNameWithoutExtension(file), NameOf(file)));

    [Fact]
    public void Canary_a_pack_in_two_services_is_reported() =>
        Assert.Equal(["fees"], InSeveral([("Registry", "fees"), ("Inspection", "fees"), ("Registry", "types"), ("Registry", "types")]));

    private static IEnumerable<string> InSeveral(IEnumerable<(string Service, string Pack)> packs) => packs
        .GroupBy(pack => pack.Pack).Where(same => same.Select(pack => pack.Service).Distinct().Count() > 1).Select(same => same.Key)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<(string Service, string Pack)> Packs() =>
        Files().Select(
            file => (Path.GetRelativePath(Path.Combine(Repository.Root!, "services"), file).Split(Path.DirectorySeparatorChar)[0],
                NameOf(file)));

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root!, "services"), "*.json", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Rules");

    private static string NameOf(string file)
    {
        using var pack = JsonDocument.Parse(File.ReadAllBytes(file));
        return pack.RootElement.GetProperty("pack").GetString()!;
    }
}
