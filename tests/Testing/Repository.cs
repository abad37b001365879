namespace Oversight.Testing;

/// <summary>Where things are in the checkout that this test was built from.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Oversight.sln</c>, or null when the tests run outside a checkout.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary><c>debug</c> or <c>release</c>: the configuration of this build, as the artifacts folder spells it.</summary>
    public static string Configuration { get; } =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The folder of the test results and logs; ignored by Git, kept after the run.</summary>
    public static string ResultsFolder { get; } =
        Directory.CreateDirectory(
            Path.Combine(Root is null ? Path.GetTempPath() : Path.Combine(Root, "artifacts"), "test-results")).FullName;

    /// <summary>The built assembly of a project such as <c>Oversight.Registry</c>.</summary>
    /// <exception cref="FileNotFoundException">The project was not built in this configuration.</exception>
    public static string BuiltAssembly(string project)
    {
        var root = Root ?? throw new FileNotFoundException($"Oversight.sln is not above {AppContext.BaseDirectory}.");
        var path = Path.Combine(root, "artifacts", "bin", project, Configuration, $"{project}.dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{project} is not built ({Configuration}): run dotnet build Oversight.sln.", path);
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Oversight.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
