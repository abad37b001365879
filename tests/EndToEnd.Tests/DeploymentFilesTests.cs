using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>A service that is added to the platform must not be forgotten by one of the ways to run it in containers.</summary>
public sealed class DeploymentFilesTests
{
    /// <summary>Image name and project folder of every program that runs in a container.</summary>
    public static TheoryData<string, string> Programs()
    {
        var programs = new TheoryData<string, string> { { "gateway", "gateway" } };
        foreach (var program in Directory.EnumerateFiles(
            Path.Combine(Repository.Root!, "services"), "Program.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(Path.GetDirectoryName(program)!);
            programs.Add(name.ToLowerInvariant(), $"services/{name}");
        }

        return programs;
    }

    [Fact]
    public void The_eight_programs_are_found() => Assert.Equal(8, Programs().Count);

    [Theory, MemberData(nameof(Programs))]
    public void Every_program_has_an_image(string image, string project) =>
        Assert.Contains($"{image}={project}", Lines("deploy/scripts/build-images.sh"));

    [Theory, MemberData(nameof(Programs))]
    public void Every_program_runs_under_compose(string image, string project)
    {
        var lines = Lines("deploy/compose/compose.yaml");

        Assert.Contains($"{image}:", lines);
        Assert.Contains($"image: oversight/{image}:${{OVERSIGHT_TAG:-local}}", lines);
        if (project != "gateway")
        {
            Assert.Contains($"{image}-migration:", lines);
            Assert.Contains($"{image}-migration: {{ condition: service_completed_successfully }}", lines);
            Assert.Contains($"Oversight__Gateway__Destinations__{image}__0: http://{image}:8080", lines);
            Assert.Contains($"OVERSIGHT_DATABASE_PASSWORD_{image}: ${{OVERSIGHT_DATABASE_PASSWORD_{image.ToUpperInvariant()}}}", lines);
            Assert.Contains($"{image}-migration:", Lines("deploy/compose/compose.sqlserver.yaml"));
        }
    }

    [Theory, MemberData(nameof(Programs))]
    public void Every_program_runs_on_Kubernetes(string image, string project)
    {
        Assert.Contains($"- {image}", Lines("deploy/kubernetes/base/kustomization.yaml"));
        var own = Lines($"deploy/kubernetes/base/{image}/kustomization.yaml");
        if (project != "gateway")
        {
            Assert.Contains($"namePrefix: {image}-", own);
            Assert.Contains($"- {{ name: oversight/service, newName: oversight/{image}, newTag: local }}", own);
            // Three pods have the secret: the program, its own check of the schema, and the job.
            Assert.Equal(2, own.Count(line => line == $"value: oversight-{image}"));
            Assert.Contains(
                $"- Oversight__Gateway__Destinations__{image}__0=http://{image}-api:8080",
                Lines("deploy/kubernetes/base/gateway/kustomization.yaml"));
        }
    }

    private static List<string> Lines(string path) =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root!, path)).Select(line => line.Trim())];
}
