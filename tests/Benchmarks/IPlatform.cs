using System.Data.Common;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using Oversight.EndToEnd.Tests;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>A running platform behind its gateway, and a client of it that may do everything in the city.</summary>
internal interface IPlatform : IAsyncDisposable
{
    string Name { get; }

    /// <summary>A client of the gateway, as the public.</summary>
    HttpClient Client { get; }

    /// <summary>Public address.</summary>
    Uri Address { get; }

    /// <summary>A connection, not open yet, to the database of a service.</summary>
    DbConnection Database(string service);

    /// <summary>A token of a client that may do everything in the city.</summary>
    Task<string> TokenAsync(CancellationToken cancellation);

    /// <summary>The client that confirms what the other one gives: id and secret.</summary>
    (string Id, string Secret) SecondAdministrator { get; }

    /// <summary>Sends as the officer.</summary>
    Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null);

    /// <summary>Ends the public record, at least, and drops its database.</summary>
    Task LoseDisclosureAsync();

    /// <summary>Starts what <see cref="LoseDisclosureAsync"/> has ended, on an empty database.</summary>
    Task BeginAnewAsync();

    /// <summary>Runs an operator's command of the public record. Returns its exit code and what it printed.</summary>
    Task<(int Code, string Output)> DisclosureAsync(string command);

    /// <summary>Ends whatever writes to the public record.</summary>
    Task StopWorkAsync();
}

/// <summary>The distributed platform of the end-to-end tests.</summary>
internal sealed class Distributed : IPlatform
{
    private readonly DistributedPlatform _platform;

    private Distributed(string? rules) => _platform = new() { Niceness = 0, RulesFolder = rules, CommandLimit = TimeSpan.FromHours(12) };

    public string Name => "PostgreSQL + RabbitMQ";

    public HttpClient Client => _platform.Client;

    /// <inheritdoc />
    public Uri Address => _platform.Address;

    /// <summary>The database server.</summary>
    public PostgreSqlServer Server => _platform.Database;

    public static async Task<Distributed> StartAsync(string? rules = null)
    {
        var platform = new Distributed(rules);
        await platform._platform.InitializeAsync();
        return platform;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null) =>
        _platform.SendAsync(method, path, body, ifMatch);

    public DbConnection Database(string service) => new NpgsqlConnection(Server.ConnectionString($"oversight_{service}"));

    public Task<string> TokenAsync(CancellationToken cancellation) => _platform.TokenAsync(cancellation);

    public (string Id, string Secret) SecondAdministrator => _platform.SecondBootstrap;

    public async Task LoseDisclosureAsync()
    {
        await _platform.Disclosure.KillAsync();
        NpgsqlConnection.ClearAllPools(); // Their sessions end with the database.
        await _platform.ExecuteAsync("DROP DATABASE oversight_disclosure WITH (FORCE)");
    }

    public async Task BeginAnewAsync()
    {
        await _platform.MigrateAsync("Disclosure");
        await _platform.Disclosure.StartAsync();
    }

    public Task<(int Code, string Output)> DisclosureAsync(string command) => _platform.CommandAsync("Disclosure", command);

    public async Task StopWorkAsync() => await _platform.Disclosure.StopAsync();

    public ValueTask DisposeAsync() => _platform.DisposeAsync();
}

internal static class Platforms
{
    private const string Api = "/api/registry/v1";

    /// <summary>Imports a register and waits for its end.</summary>
    /// <returns>How long it took by the platform's own clock, from the request to the commit, and the rows entered.</returns>
    public static async Task<(TimeSpan Took, int Created)> ImportAsync(this IPlatform platform, byte[] register)
    {
        var content = new ByteArrayContent(register) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var answer = await platform.SendAsync(HttpMethod.Post, $"{Api}/imports?onFault=skip", content);
        var id = (await answer.ReadJsonAsync()).GetProperty("id").GetString();
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < TimeSpan.FromMinutes(10))
        {
            await Task.Delay(100);
            var import = await platform.ReadAsync($"{Api}/imports/{id}");
            if (import.GetProperty("finishedAt").ValueKind == JsonValueKind.String)
            {
                if (import.GetProperty("state").GetString() != "done")
                {
                    throw new InvalidOperationException($"The import ended as {import}.");
                }

                return (import.GetProperty("finishedAt").GetDateTime() - import.GetProperty("requestedAt").GetDateTime(),
                    import.GetProperty("created").GetInt32());
            }
        }

        throw new TimeoutException("The import did not end within ten minutes.");
    }

    /// <summary>Returns when the public can look this credit code up.</summary>
    public static async Task WaitUntilPublicAsync(this IPlatform platform, string creditCode, TimeSpan limit)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < limit)
        {
            using var answer = await platform.Client.GetAsync($"/api/disclosure/v1/institutions/by-credit-code/{creditCode}");
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException($"{creditCode} was not public within {limit}.");
    }

    /// <summary>Reads JSON as the officer.</summary>
    public static async Task<JsonElement> ReadAsync(this IPlatform platform, string path)
    {
        using var answer = await platform.SendAsync(HttpMethod.Get, path);
        return await answer.ReadJsonAsync();
    }

    /// <summary>Some institutions as the public sees them.</summary>
    public static async Task<List<JsonElement>> PublicAsync(this IPlatform platform, int number)
    {
        var (found, next) = (new List<JsonElement>(), "");
        do
        {
            using var answer = await platform.Client.GetAsync($"/api/disclosure/v1/institutions?limit=200{next}");
            var page = await answer.ReadJsonAsync();
            found.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }
        while (next is not null && found.Count < number);
        return found;
    }
}
