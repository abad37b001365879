using System.Data.Common;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Oversight.Standalone;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>
/// Standalone as a process of its own, empty, with a client that may do everything and without rate limits: all requests come from
/// one address here.
/// </summary>
internal sealed class StandaloneProcess : IPlatform
{
    public const string ServeCommand = "serve";
    private const string ClientId = "benchmark", SecondClientId = "benchmark-second";
    private readonly ServiceProcess _process;
    private readonly string _secret, _folder;
    private string? _token;
    private DateTime _tokenUntil;

    private StandaloneProcess(ServiceProcess process, string secret, string folder) =>
        (_process, _secret, _folder) = (process, secret, folder);

    public string Name => "SQLite, one process";

    public HttpClient Client => _process.Client;

    public int ProcessId => _process.ProcessId;

    public Uri Address => Client.BaseAddress!;

    public (string Id, string Secret) SecondAdministrator => (SecondClientId, SecondOf(_secret));

    public static async Task<StandaloneProcess> StartAsync(string? rules = null)
    {
        var folder = RunFolder.New("standalone");
        var (port, secret) = (Ports.Free(), Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24)));
        var process = new ServiceProcess(
            "Oversight.Benchmarks", new Uri($"http://localhost:{port}"),
            new Dictionary<string, string?> { ["Logging__LogLevel__Default"] = "Warning" })
        {
            Arguments = [ServeCommand, folder, $"{port}", secret, .. rules is null ? Array.Empty<string>() : [rules]],
            ReadyPath = "/gateway/ping",
        };
        await process.StartAsync();
        return new StandaloneProcess(process, secret, folder);
    }

    /// <summary>What the process of <see cref="ServeCommand"/> does.</summary>
    public static async Task<int> ServeAsync(string folder, string port, string secret, string? rules)
    {
        string[] Unlimited(string policy, params string[] partitions) =>
            [
                .. partitions.SelectMany(
                    partition => new[] { "Burst", "Tokens" }.Select(
                        number => $"--Oversight:Gateway:RateLimits:{policy}:{partition}:{number}=1000000000"))];
        var options = new StandaloneOptions(
            int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), folder, Demo: false,
            [
                .. Unlimited("public-read", "PerAddress"), .. Unlimited("staff-read", "PerAddress", "PerClient"),
                .. Unlimited("staff-write", "PerAddress", "PerClient"),
                .. Unlimited("staff-import", "PerAddress", "PerClient"), .. Unlimited("token", "PerAddress"),
                .. Unlimited("public-write", "PerAddress"), .. Unlimited("sign-in", "PerAddress"),
            ]);
        using var data = DataFolder.Take(folder);
        await using var platform = await StandalonePlatform.StartAsync(
            options, data,
            new Dictionary<string, string?>
            {
                ["Oversight:Identity:Bootstrap:ClientId"] = ClientId,
                ["Oversight:Identity:Bootstrap:ClientSecret"] = secret,
                ["Oversight:Identity:Bootstrap:SecondClientId"] = SecondClientId,
                ["Oversight:Identity:Bootstrap:SecondClientSecret"] = SecondOf(secret),
                ["Oversight:Identity:Bootstrap:Division"] = "3302",
                ["Oversight:Rules:Folder"] = rules,
            },
            CancellationToken.None);
        await platform.WaitForStopAsync();
        return 0;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) }
        };
        return await Client.SendAsync(
            request.With(
                ifMatch, method == HttpMethod.Post ? Guid.NewGuid().ToString("N") : null, await TokenAsync(CancellationToken.None)));
    }

    private static string SecondOf(string secret) => $"second-{secret}";

    public async Task<string> TokenAsync(CancellationToken cancellation)
    {
        if (_token is null || DateTime.UtcNow > _tokenUntil)
        {
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials", ["client_id"] = ClientId, ["client_secret"] = _secret
                });
            using var answer = await Client.PostAsync("/connect/token", form, cancellation);
            _token = (await answer.ReadJsonAsync()).GetProperty("access_token").GetString();
            _tokenUntil = DateTime.UtcNow.AddMinutes(4);
        }

        return _token!;
    }

    public DbConnection Database(string service) => new SqliteConnection($"Data Source={Path.Combine(_folder, $"{service}.db")}");

    public async Task LoseDisclosureAsync()
    {
        await _process.StopAsync();
        SqliteConnection.ClearAllPools(); // They would keep the file that is deleted.
        foreach (var file in Directory.EnumerateFiles(_folder, "disclosure.db*"))
        {
            File.Delete(file);
        }
    }

    public Task BeginAnewAsync() => _process.StartAsync();

    public async Task<(int Code, string Output)> DisclosureAsync(string command)
    {
        await using var process = new ServiceProcess(
            "Oversight.Disclosure", new Uri($"http://localhost:{Ports.Free()}"), new Dictionary<string, string?>
            {
                ["Oversight__Database__Provider"] = "Sqlite",
                ["Oversight__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder, "{service}.db")}",
                ["Oversight__Bus__Transport"] = "InMemory",
                ["Oversight__DataPath"] = _folder,
                ["Oversight__Auth__Issuer"] = Address.ToString(),
            })
        {
            Arguments = [command], StartLimit = TimeSpan.FromHours(12),
        };
        var code = await process.RunToEndAsync();
        return (code, await process.ReadLogAsync());
    }

    public async Task StopWorkAsync() => await _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
