using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
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
/// The whole platform in one process: all modules in one host that listens in memory, and the real gateway in front of it on the one port.
/// </summary>
/// <remarks>
/// The start uses both ends: while one thread adds and maps the modules, another builds the gateway, and then the models of the two
/// databases that the first answer needs. Only the public look-up is waited for before the modules' workers begin.
/// </remarks>
public sealed class StandalonePlatform : IAsyncDisposable
{
    private readonly WebApplication _modules, _gateway;

    private StandalonePlatform(WebApplication modules, WebApplication gateway, Uri address) =>
        (_modules, _gateway, Address) = (modules, gateway, address);

    /// <summary>Where the gateway listens, e.g. <c>http://localhost:8080/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Migrates the databases and starts modules and gateway.</summary>
    /// <param name="options">Command line.</param>
    /// <param name="data">The data folder, already taken.</param>
    /// <param name="own">Settings of this platform: its division, and what its first start needs.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StandalonePlatform> StartAsync(
        StandaloneOptions options, DataFolder data, IReadOnlyDictionary<string, string?> own, CancellationToken cancellation)
    {
        var address = new Uri($"http://localhost:{(options.Port == 0 ? FreePort() : options.Port)}/");
        var inside = new InProcessEndPoint();
        var settings = Settings(data.Path, address, own);
        var building = Task.Run(() => BuildGateway(options, settings, address, inside), cancellation);
        var work = new WorkWaits();
        await using var modules = new Owned(BuildModules(options, settings, inside, work, out var host));
        var models = Task.Run(() => host.BuildModels(modules.App.Services, "identity", "disclosure"), cancellation);
        MapModules(modules.App);
        await host.MigrateAsync(modules.App.Services, cancellation);
        var starting = modules.App.StartAsync(cancellation);
        try
        {
            await await Task.WhenAny(work.Listening, starting);
            await models;
            await using var gateway = new Owned(await building);
            await gateway.App.StartAsync(cancellation);
            await LookUpAsync(address, cancellation);
            work.Begin();
            await starting;
            return new StandalonePlatform(modules.Give(), gateway.Give(), address);
        }
        catch
        {
            work.Abandon();
            await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Carries out a command of the services on the data of a platform, which may run meanwhile.</summary>
    /// <returns>Exit code of the process.</returns>
    public static async Task<int> CommandAsync(StandaloneOptions options)
    {
        if (!Directory.Exists(options.DataFolder))
        {
            await Console.Error.WriteLineAsync($"There is no data folder {options.DataFolder}.");
            return 1;
        }

        var settings = Settings(options.DataFolder, new Uri($"http://localhost:{options.Port}/"), new Dictionary<string, string?>());
        var host = ServiceHost.Create([.. options.Command, .. options.Rest], configuration => Apply(configuration, settings));
        AddModules(host);
        await using var app = host.Build();
        return await host.RunAsync(app);
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

    private static WebApplication BuildGateway(
        StandaloneOptions options, Dictionary<string, string?> settings, Uri address, InProcessEndPoint inside)
    {
        var own = new Dictionary<string, string?>(settings)
        {
            ["urls"] = address.ToString().TrimEnd('/'),
            ["Oversight:Gateway:Health:Enabled"] = "false",
        };
        foreach (var cluster in new[] { "registry", "inspection", "enforcement", "creditfile", "complaint", "disclosure", "identity" })
        {
            own[$"Oversight:Gateway:Destinations:{cluster}:0"] = InProcessEndPoint.Address.ToString();
        }

        return GatewayApp.Create(options.Rest, configuration => configuration.AddInMemoryCollection(own), inside.Reach);
    }

    private static WebApplication BuildModules(
        StandaloneOptions options, Dictionary<string, string?> settings, InProcessEndPoint inside, WorkWaits work, out ServiceHost host)
    {
        // No "urls" of the command line or the environment: those are the gateway's.
        host = ServiceHost.Create(
            options.Rest, configuration => Apply(configuration, new Dictionary<string, string?>(settings) { ["urls"] = "" }));
        host.Builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(inside));
        host.Services.AddSingleton<IConnectionListenerFactory>(inside);
        host.Services.ReadKeysBy(inside.Reach);
        host.Services.AddSingleton<IHostLifetime, GatewayDecides>();
        host.Services.AddHostedService(_ => work);
        AddModules(host);
        return host.Build();
    }

    private static Dictionary<string, string?> Settings(string folder, Uri address, IReadOnlyDictionary<string, string?> own) => new(own)
    {
        ["Oversight:Database:Provider"] = "Sqlite",
        ["Oversight:Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "{service}.db")}",
        ["Oversight:Bus:Transport"] = "InMemory",
        ["Oversight:DataPath"] = folder,
        ["Oversight:Auth:Issuer"] = address.ToString(),
        ["Oversight:Auth:MetadataAddress"] = new Uri(InProcessEndPoint.Address, ".well-known/openid-configuration").ToString(),
        ["Oversight:Logs"] = "text",
    };

    // The platform's own settings win over files, environment and command line; names that are only proposed do not.
    private static void Apply(ConfigurationManager configuration, Dictionary<string, string?> settings)
    {
        bool IsProposed(string key) => key.StartsWith(FirstStart.ProposedNames, StringComparison.Ordinal);
        var own = settings.Where(setting => !IsProposed(setting.Key) || configuration[setting.Key] is null).ToList();
        configuration.AddInMemoryCollection(own);
    }

    private static void AddModules(ServiceHost host)
    {
        host.AddRegistry();
        host.AddInspection();
        host.AddEnforcement();
        host.AddCreditFile();
        host.AddComplaint();
        host.AddDisclosure();
        host.AddIdentity();
    }

    private static void MapModules(WebApplication app)
    {
        app.MapRegistry();
        app.MapInspection();
        app.MapEnforcement();
        app.MapCreditFile();
        app.MapComplaint();
        app.MapDisclosure();
        app.MapIdentity();
    }

    // What the public's first look-up would wait for is compiled by this one.
    private static async Task LookUpAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var answer = await http.GetAsync("api/disclosure/v1/institutions?limit=1", cancellation);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    // Disposes a host unless it was given on.
    private sealed class Owned(WebApplication app) : IAsyncDisposable
    {
        private bool _given;

        public WebApplication App => app;

        public WebApplication Give()
        {
            _given = true;
            return app;
        }

        public ValueTask DisposeAsync() => _given ? ValueTask.CompletedTask : app.DisposeAsync();
    }

    // Signals reach the gateway's host; the modules' one is stopped after it.
    private sealed class GatewayDecides : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
