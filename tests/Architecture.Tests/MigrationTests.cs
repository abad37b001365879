using Microsoft.EntityFrameworkCore;
using Oversight.Architecture.Tests.SqlServer;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>Migrations stay small, and say all that the models say.</summary>
public sealed class MigrationTests
{
    private const int MostLines = 45_000;

    public static TheoryData<string> Contexts => [.. ServiceContexts.All().Select(type => type.FullName!)];

    private static List<string> Files { get; } =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root!, "services"), "*.cs", SearchOption.AllDirectories)
                .Where(file => file.Contains("/Migrations/", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Contexts))]
    public void A_model_has_no_change_without_a_migration(string name)
    {
        using var context = ServiceContexts.New(name);

        Assert.False(context.Database.HasPendingModelChanges(), $"{name}: deploy/scripts/add-migration.sh");
    }

    [Fact]
    public void No_migration_carries_a_copy_of_the_model() =>
        Assert.DoesNotContain(
            Files, file => file.EndsWith(".Designer.cs", StringComparison.Ordinal)
                || File.ReadAllText(file).Contains("BuildTargetModel", StringComparison.Ordinal));

    // Data operations without column types are looked up in the model that a migration does not carry.
    [Fact]
    public void No_migration_inserts_rows() =>
        Assert.DoesNotContain(Files, file => File.ReadAllText(file).Contains(".InsertData(", StringComparison.Ordinal));

    [Fact]
    public void Generated_files_stay_within_bounds() => Assert.InRange(Files.Sum(file => File.ReadLines(file).Count()), 1, MostLines);

    [Fact]
    public void A_change_of_the_outbox_touches_nine_files_at_most()
    {
        // A new migration and the snapshot for each provider, and the entity itself.
        var snapshots = Files.Where(
            file => file.EndsWith("Snapshot.cs", StringComparison.Ordinal)
                && File.ReadAllText(file).Contains("outbox_messages", StringComparison.Ordinal)).ToList();

        Assert.All(snapshots, file => Assert.Contains("/Shared/Persistence/Platform/", file, StringComparison.Ordinal));
        Assert.True((2 * snapshots.Count) + 1 <= 9, string.Join('\n', snapshots));
    }
}
