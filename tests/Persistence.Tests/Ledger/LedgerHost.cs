using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Oversight.Web;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>The service as it runs: host, workers, relay and bus, on a database that several hosts may share one after the other.</summary>
internal sealed class LedgerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LedgerHost(WebApplication app) => _app = app;

    public ConsumerFaults Faults => _app.Services.GetRequiredService<ConsumerFaults>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Lanes of the inbox that wait for the database.</summary>
    public int LanesThatWait => _app.Services.GetRequiredService<Inbox<LedgerDbContext>>().LanesThatWait;

    /// <param name="database">The database; the real clock runs.</param>
    /// <param name="broker">Address of a RabbitMQ, or null for the bus in memory.</param>
    /// <param name="consumes">Whether this process has the consumers.</param>
    /// <param name="settings">Further configuration.</param>
    public static async Task<LedgerHost> StartAsync(
        LedgerDatabase database, string? broker = null, bool consumes = true, params (string Key, string Value)[] settings)
    {
        var host = ServiceHost.Create([], configuration =>
        {
            configuration["Oversight:Database:Provider"] = database.Location.Provider.ToString();
            configuration["Oversight:Database:ConnectionString"] = database.Location.ConnectionString;
            configuration["Oversight:DataPath"] = database.Keys.DataFolder;
            configuration["Oversight:Bus:Transport"] = broker is null ? "InMemory" : "RabbitMq";
            configuration["Oversight:Bus:Address"] = broker;
            configuration["Oversight:Outbox:FirstBackoff"] = "00:00:00.050";
            configuration["Logging:LogLevel:Default"] = Environment.GetEnvironmentVariable("LEDGER_LOG") ?? "None";
            foreach (var (key, value) in settings)
            {
                configuration[key] = value;
            }
        });
        host.Builder.WebHost.UseTestServer();
        host.Services.AddSingleton<ConsumerFaults>();
        host.AddModule("ledger", module =>
        {
            module.UseDatabase<LedgerDbContext, LedgerSqlServerContext, LedgerPostgreSqlContext, LedgerSqliteContext>();
            module.UseContracts(typeof(AmountPosted).Assembly);
            if (consumes)
            {
                module.AddConsumer<LedgerDbContext, AmountPostedConsumer, AmountPosted>();
                module.AddRowConsumer<LedgerDbContext, AccountCopiedConsumer, AccountRenamed, AccountCopy>();
            }
        });
        var app = host.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new LedgerHost(app);
    }

    /// <summary>What the host says of itself, with the exceptions behind it.</summary>
    public async Task<string> HealthAsync()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return string.Join(
            Environment.NewLine, report.Entries.Select(e => $"{e.Key}: {e.Value.Status} {e.Value.Description} {e.Value.Exception}"));
    }

    /// <summary>An orderly end.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    /// <summary>Ends the process. Without <see cref="StopAsync"/> before, nothing is finished in order.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
