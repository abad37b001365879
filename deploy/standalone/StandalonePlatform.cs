using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Oversight.Complaint;
using Oversight.CreditFile;
using Oversight.Disclosure;
using Oversight.Enforcement;
using Oversight.Gateway;
using Oversight.Identity;
using Oversight.Inspection;
using Oversight.Registry;
using Oversight.Web;

namespace Oversight.Standalone;

/// <summary>
/// The whole platform in one process: all modules in one host on an internal loopback port, and the real gateway in front
/// of it on the public one.
/// </summary>
public sealed class StandalonePlatform : IAsyncDisposable
{
    private readonly WebApplication _modules, _gateway;

    private StandalonePlatform(WebApplication modules, WebApplication gateway, Uri address) => (_modules, _gateway, Address) = (modules, gateway, address);

    /// <summary>Where the gateway listens, e.g. <c>http://localhost:8080/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Migrates the databases and starts modules and gateway.</summary>
    /// <param name="options">Command line.</param>
    /// <param name="data">The data folder, already taken.</param>
    /// <param name="bootstrap">Settings for the first administrator, while there is none; otherwise empty.</param>
    /// <param name="cancellation">Stops the start.</param>
    public static async Task<StandalonePlatform> StartAsync(
        StandaloneOptions options, DataFolder data, IReadOnlyDictionary<string, string?> bootstrap, CancellationToken cancellation)
    {
        var port = options.Port == 0 ? FreePort() : options.Port;
        var address = new Uri($"http://localhost:{port}/");
        var settings = new Dictionary<string, string?>
        {
            ["Oversight:Database:Provider"] = "Sqlite",
            ["Oversight:Database:ConnectionString"] = $"Data Source={data.File("{service}.db")}",
            ["Oversight:Bus:Transport"] = "InMemory",
            ["Oversight:DataPath"] = data.Path,
            ["Oversight:Auth:Issuer"] = address.ToString(),
            ["Oversight:Logs"] = "text",
        };
        foreach (var (key, value) in bootstrap)
        {
            settings[key] = value;
        }

        var modules = await StartModulesAsync(options, settings, cancellation);
        try
        {
            var inside = modules.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            settings["Oversight:Auth:MetadataAddress"] = $"{inside}/.well-known/openid-configuration";
            modules.Configuration["Oversight:Auth:MetadataAddress"] = settings["Oversight:Auth:MetadataAddress"];
            settings["urls"] = address.ToString().TrimEnd('/');
            foreach (var cluster in new[] { "registry", "inspection", "enforcement", "creditfile", "complaint", "disclosure", "identity" })
            {
                settings[$"Oversight:Gateway:Destinations:{cluster}:0"] = inside;
            }

            var gateway = GatewayApp.Create(options.Rest, configuration => configuration.AddInMemoryCollection(settings));
            await gateway.StartAsync(cancellation);
            return new StandalonePlatform(modules, gateway, address);
        }
        catch
        {
            await modules.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the process is told to stop (Ctrl+C, SIGTERM).</summary>
    public Task WaitForStopAsync() => _gateway.WaitForShutdownAsync();

    /// <summary>Stops the gateway first, so that nothing new comes in, then the modules.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync();
        await _modules.StopAsync();
        await _gateway.DisposeAsync();
        await _modules.DisposeAsync();
    }

    private static async Task<WebApplication> StartModulesAsync(StandaloneOptions options, Dictionary<string, string?> settings, CancellationToken cancellation)
    {
        var host = ServiceHost.Create(options.Rest, configuration => configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(settings) { ["urls"] = "http://127.0.0.1:0" }));
        host.Services.AddSingleton<IHostLifetime, GatewayDecides>();
        host.AddRegistry();
        host.AddInspection();
        host.AddEnforcement();
        host.AddCreditFile();
        host.AddComplaint();
        host.AddDisclosure();
        host.AddIdentity();
        var app = host.Build();
        app.MapRegistry();
        app.MapInspection();
        app.MapEnforcement();
        app.MapCreditFile();
        app.MapComplaint();
        app.MapDisclosure();
        app.MapIdentity();
        await host.MigrateAsync(app.Services, cancellation);
        await app.StartAsync(cancellation);
        return app;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Signals reach the gateway's host; this one is stopped after it.
    private sealed class GatewayDecides : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
