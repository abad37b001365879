using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Testing;

/// <summary>
/// One or several modules in this process on a real Kestrel at a free loopback port, with the in-memory bus: all of the real
/// pipeline. By default on a fresh SQLite file; the folder can be kept to start again on the same data.
/// </summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly bool _ownsFolder;
    private readonly List<HttpClient> _clients = [];

    private ServiceUnderTest(WebApplication app, TestTokens tokens, string folder, bool ownsFolder) =>
        (App, Tokens, Folder, _ownsFolder) = (app, tokens, folder, ownsFolder);

    /// <summary>The running application.</summary>
    public WebApplication App { get; }

    /// <summary>The issuer that it trusts.</summary>
    public TestTokens Tokens { get; }

    /// <summary>Folder of its databases, keys and files.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Migrates and starts the modules.</summary>
    /// <param name="add">Adds the modules, e.g. <c>host => host.AddRegistry()</c>.</param>
    /// <param name="map">Maps them, e.g. <c>app => app.MapRegistry()</c>.</param>
    /// <param name="clock">The clock; null is the system's.</param>
    /// <param name="database">Provider and connection string; null is a fresh SQLite file per service.</param>
    /// <param name="folder">Data folder to use again; null makes a new one, removed at the end.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="tokens">Issuer to trust; null makes one.</param>
    public static async Task<ServiceUnderTest> StartAsync(
        Action<ServiceHost> add,
        Action<WebApplication> map,
        TimeProvider? clock = null,
        DatabaseLocation? database = null,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        TestTokens? tokens = null)
    {
        var ownsFolder = folder is null;
        folder ??= RunFolder.New("service");
        tokens ??= new TestTokens();
        var values = new Dictionary<string, string?>
        {
            ["Oversight:Database:Provider"] = (database?.Provider ?? DatabaseProvider.Sqlite).ToString(),
            ["Oversight:Database:ConnectionString"] = database?.ConnectionString ?? $"Data Source={Path.Combine(folder, "{service}.db")}",
            ["Oversight:Bus:Transport"] = "InMemory",
            ["Oversight:Auth:Issuer"] = TestTokens.Issuer,
            ["Oversight:DataPath"] = folder,
            ["Oversight:Logs"] = "text",
            ["Logging:LogLevel:Default"] = "Critical",
            ["urls"] = "http://127.0.0.1:0",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            values[key] = value;
        }

        var host = ServiceHost.Create([], configuration => configuration.AddInMemoryCollection(values));
        tokens.Trust(host.Services);
        if (clock is not null)
        {
            host.Services.Replace(ServiceDescriptor.Singleton(clock));
        }

        host.Builder.Logging.AddProvider(new FaultLog())
            .AddFilter<FaultLog>(null, LogLevel.None)
            .AddFilter<FaultLog>(FaultLog.Category, LogLevel.Warning);
        add(host);
        var app = host.Build();
        map(app);
        await host.MigrateAsync(app.Services, CancellationToken.None);
        await app.StartAsync();
        return new ServiceUnderTest(app, tokens, folder, ownsFolder);
    }

    /// <summary>A client that sends <paramref name="token"/> (null: anonymous), follows no redirects and keeps no cookies.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        _clients.Add(client);
        return client;
    }

    /// <summary>A client with a token of these roles in this division.</summary>
    public HttpClient ClientOf(string subject, string? division, params string[] roles) => Client(Tokens.For(subject, division, roles));

    /// <summary>Stops at once, as a process that is killed would: nothing is drained. The data stays for another start.</summary>
    public async Task<string> AbandonAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await App.StopAsync(now.Token);
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        return Folder;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await App.StopAsync();
        await App.DisposeAsync();
        if (_ownsFolder)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }
}

/// <summary>The requests that tests of every service send.</summary>
public static class Commands
{
    /// <summary>A POST with an Idempotency-Key of its own, unless one is given.</summary>
    public static Task<HttpResponseMessage> CommandAsync(
        this HttpClient client, string path, object? body = null, string? ifMatch = null, string? key = null) =>
        client.SendAsync(Request(HttpMethod.Post, path, body).With(ifMatch, key ?? Guid.NewGuid().ToString("N")));

    /// <summary>A PUT with If-Match.</summary>
    public static Task<HttpResponseMessage> ChangeAsync(this HttpClient client, string path, object? body, string? ifMatch) =>
        client.SendAsync(Request(HttpMethod.Put, path, body).With(ifMatch));

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body) => new(method, path)
    {
        Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body, options: WireJson.Options) },
    };
}
