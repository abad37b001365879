using System.Reflection;
using System.Xml.Linq;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>Who may reference whom: Contracts nothing, Kernel the base class library, and no service another service.</summary>
public sealed class References
{
    private static readonly string[] Shared =
    [
        "Oversight.Contracts", "Oversight.Kernel", "Oversight.Reference", "Oversight.Persistence", "Oversight.Messaging", "Oversight.Web",
        "Oversight.Pages", "Oversight.RegisterCopy",
    ];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Oversight.Contracts"] = [],
        ["Oversight.Kernel"] = [],
        ["Oversight.Reference"] = ["Oversight.Kernel"],
        ["Oversight.Persistence"] = ["Oversight.Kernel", "Oversight.Reference"],
        ["Oversight.Messaging"] = ["Oversight.Contracts", "Oversight.Kernel", "Oversight.Persistence"],
        ["Oversight.Web"] =
            ["Oversight.Contracts", "Oversight.Kernel", "Oversight.Reference", "Oversight.Persistence", "Oversight.Messaging"],
        ["Oversight.RegisterCopy"] =
        [
            "Oversight.Contracts", "Oversight.Kernel", "Oversight.Reference", "Oversight.Persistence", "Oversight.Messaging",
            "Oversight.Web",
        ],
        ["Oversight.Pages"] = [],
        ["Oversight.Gateway"] = ["Oversight.Web"],
    };

    [Fact]
    public void Every_project_references_only_what_the_layout_allows() =>
        Assert.Empty(Projects().SelectMany(p => Faults(p.Name, p.References)));

    [Fact]
    public void Contracts_and_kernel_use_no_package() =>
        Assert.Empty(Projects()
            .Where(p => p.Name is "Oversight.Contracts" or "Oversight.Kernel" or "Oversight.Reference").SelectMany(p => p.Packages));

    [Theory]
    [InlineData("Oversight.Registry", "Oversight.Inspection")]
    [InlineData("Oversight.Kernel", "Oversight.Persistence")]
    [InlineData("Oversight.Kernel", "Oversight.Reference")]
    [InlineData("Oversight.Reference", "Oversight.Persistence")]
    [InlineData("Oversight.Gateway", "Oversight.Registry")]
    [InlineData("Oversight.Contracts", "Oversight.Kernel")]
    public void Canary_a_forbidden_reference_is_reported(string project, string reference) => Assert.NotEmpty(Faults(project, [reference]));

    private static IEnumerable<string> Faults(string project, IEnumerable<string> references)
    {
        var allowed = project == "Oversight.Standalone" ? null : Allowed.GetValueOrDefault(project, Shared);
        return references.Where(r => allowed?.Contains(r) == false).Select(r => $"{project} must not reference {r}");
    }

    private static IEnumerable<(string Name, List<string> References, List<string> Packages)> Projects() =>
        new[] { "services", "gateway", "deploy/standalone" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root!, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(
                path => (Path.GetFileNameWithoutExtension(path), Items(path, "ProjectReference")
                    .ConvertAll(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))), Items(path, "PackageReference")));

    private static List<string> Items(string project, string kind) =>
        [.. XDocument.Load(project).Descendants(kind).Select(e => e.Attribute("Include")!.Value)];
}
