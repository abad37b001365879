using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>The command <c>migrate</c> of the built programs, as an operator runs it.</summary>
public sealed class MigrateTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_that_migrate_at_the_same_time_all_succeed_and_the_schema_is_whole()
    {
        PostgreSqlServer.SkipIfMissing();
        // No database yet: whoever comes first creates it, and everybody may be first.
        var database = PostgreSqlServer.Shared.ConnectionString($"migrate_{Guid.CreateVersion7():N}");
        await PostgreSqlServer.Shared.StartAsync(Cancellation);
        var folder = RunFolder.New("migrate"); // Replicas share their keys.
        var replicas = Enumerable.Range(0, 4).Select(_ => Migration("Oversight.Registry", "PostgreSql", database, folder)).ToList();

        var codes = await Task.WhenAll(replicas.Select(replica => replica.RunToEndAsync(Cancellation)));

        var logs = string.Join('\n', await Task.WhenAll(replicas.Select(replica => replica.ReadLogAsync(Cancellation))));
        Assert.True(codes.All(code => code == 0), logs);
        await using var last = Migration("Oversight.Registry", "PostgreSql", database, folder);
        Assert.Equal(0, await last.RunToEndAsync(Cancellation));
        Assert.Equal(
            ["registry.fingerprint.key", "registry.key"],
            Directory.EnumerateFiles(Path.Combine(folder, "keys")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var stranger = Migration("Oversight.Registry", "PostgreSql", database, RunFolder.New("migrate"));
        Assert.Equal(1, await stranger.RunToEndAsync(Cancellation));
        Assert.Contains("is missing: keys/registry.key is not there", await stranger.ReadLogAsync(Cancellation), StringComparison.Ordinal);
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Registry")]
    [InlineData("Inspection")]
    [InlineData("Enforcement")]
    [InlineData("CreditFile")]
    [InlineData("Complaint")]
    [InlineData("Disclosure")]
    [InlineData("Identity")]
    public async Task Every_program_gets_as_far_as_the_network_of_SQL_Server(string service)
    {
        await using var migration = Migration(
            $"Oversight.{service}", "SqlServer",
            $"Server=127.0.0.1,{Ports.Free()};Database=oversight;User Id=sa;Password=x;Encrypt=false;Connect "
                + "Timeout=2;ConnectRetryCount=0");

        Assert.Equal(1, await migration.RunToEndAsync(Cancellation));

        var said = await migration.ReadLogAsync(Cancellation);
        Assert.Contains("The schema was not brought up to date.", said, StringComparison.Ordinal);
        Assert.Contains("SQL Server", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Globalization", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static ServiceProcess Migration(string project, string provider, string connection, string? folder = null) =>
        new(project, Nowhere, new Dictionary<string, string?>
        {
            ["Oversight__Database__Provider"] = provider,
            ["Oversight__Database__ConnectionString"] = connection,
            ["Oversight__DataPath"] = folder ?? RunFolder.New("migrate"),
            ["Oversight__Auth__Issuer"] = "http://127.0.0.1:9",
        })
        {
            Arguments = ["migrate"],
        };
}
