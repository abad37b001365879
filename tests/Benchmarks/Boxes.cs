using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Benchmarks.Contracts.V1;
using Oversight.Persistence;
using Oversight.Testing;
using Oversight.Web;

namespace Oversight.Benchmarks;

/// <summary>Hosts that only send by the outbox or only take by the inbox, and how long they take.</summary>
/// <remarks>
/// They are stopped and never disposed of: MassTransit keeps the logger of the first bus of a process for all later ones.
/// </remarks>
internal static class Boxes
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<string> Data = new(() => RunFolder.New("boxes"));

    /// <summary>A host on a broker and a database.</summary>
    public static WebApplication NewHost(string address, DatabaseLocation database, Func<ServiceHost, ServiceHost> add) =>
        New(address, database, add).Build();

    /// <summary>Brings the schema of such a host up to date.</summary>
    public static async Task MigrateAsync(string address, DatabaseLocation database, Func<ServiceHost, ServiceHost> add)
    {
        var host = New(address, database, add);
        var app = host.Build();
        await host.MigrateAsync(app.Services, CancellationToken.None);
    }

    private static ServiceHost New(string address, DatabaseLocation database, Func<ServiceHost, ServiceHost> add)
    {
        var host = ServiceHost.Create([], configuration =>
        {
            configuration["Oversight:Database:Provider"] = database.Provider.ToString();
            configuration["Oversight:Database:ConnectionString"] = database.ConnectionString;
            configuration["Oversight:DataPath"] = Data.Value;
            configuration["Oversight:Bus:Transport"] = "RabbitMq";
            configuration["Oversight:Bus:Address"] = address;
            configuration["Logging:LogLevel:Default"] = "Error";
        });
        host.Builder.WebHost.UseTestServer();
        return add(host);
    }

    /// <summary>Makes the tables of a meter's host.</summary>
    public static async Task CreateAsync(WebApplication host, DatabaseLocation database)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MeterDbContext>();
        await context.Database.EnsureCreatedAsync();
        await DatabaseSchema.MigrateAsync(database, context, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Puts facts into the outbox, a thousand a commit.</summary>
    public static async Task FillAsync<TFact>(WebApplication host, IEnumerable<(TFact Fact, Guid Partition, long Ordinal)> facts)
        where TFact : class
    {
        foreach (var batch in facts.Chunk(1_000))
        {
            await using var scope = host.Services.CreateAsyncScope();
            var commit = scope.ServiceProvider.GetRequiredService<Commit<MeterDbContext>>();
            foreach (var (fact, partition, ordinal) in batch)
            {
                commit.Announce(fact, partition, ordinal);
            }

            await commit.SaveAsync(CancellationToken.None);
        }
    }

    /// <summary>Starts the host and returns when its bus listens.</summary>
    public static async Task ListenAsync(WebApplication host)
    {
        await host.StartAsync();
        await Eventually.BecomesTrueAsync(
            () => host.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy, TimeSpan.FromSeconds(30),
            "the host listens");
    }

    /// <summary>Waits until so many rows of the outbox are sent.</summary>
    public static Task<TimeSpan> UntilSentAsync(DatabaseLocation database, int wanted, long begun) =>
        UntilAsync(database, "select count(*) from outbox_messages where published_at is not null", wanted, begun);

    /// <summary>Waits until so many messages have taken effect.</summary>
    public static Task<TimeSpan> UntilTakenAsync(DatabaseLocation database, int wanted, long begun) =>
        UntilAsync(database, "select count(*) from inbox_messages", wanted, begun);

    private static async Task<TimeSpan> UntilAsync(DatabaseLocation database, string question, int wanted, long begun)
    {
        await using var connection = await BareCommits.OpenAsync(database);
        await using var count = connection.CreateCommand();
        count.CommandText = question;
        while (Stopwatch.GetElapsedTime(begun) < Limit)
        {
            if (Convert.ToInt32(await count.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) >= wanted)
            {
                return Stopwatch.GetElapsedTime(begun);
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Not all {wanted} messages came within {Limit}.");
    }
}
