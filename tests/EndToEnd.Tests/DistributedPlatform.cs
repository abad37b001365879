using System.Net.Http.Json;
using System.Text.Json;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>
/// The platform as a province runs it: gateway and every service as own processes on a real RabbitMQ and a real, durable
/// PostgreSQL. Everything is on loopback, on free ports, and ends with the tests.
/// </summary>
public sealed class DistributedPlatform : IAsyncLifetime
{
    private const string BootstrapClient = "bootstrap", SecondClient = "bootstrap-second";
    private readonly string _secret = Guid.NewGuid().ToString("N") + "Aa1!";
    private readonly string _secondSecret = Guid.NewGuid().ToString("N") + "Aa1!";
    private readonly string _folder = RunFolder.New("distributed");
    private readonly Uri _identity = new($"http://127.0.0.1:{Ports.Free()}");
    private string? _token;
    private DateTime _tokenUntil;

    /// <summary>The database server, with fsync on: it will be killed.</summary>
    public PostgreSqlServer Database { get; } = PostgreSqlServer.Durable();

    /// <summary>
    /// How far the services stand back behind the broker and the database, which run on machines of their own elsewhere. On two
    /// cores a broker that was killed under a hundred loops once took over two minutes to come back beside fifty busy threads.
    /// </summary>
    public int Niceness { get; init; } = 10;

    /// <summary>A folder whose rule packs go over those that are shipped, or null.</summary>
    public string? RulesFolder { get; init; }

    /// <summary>How long an operator's command may take.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>The broker.</summary>
    public RabbitMqBroker Broker { get; } = new();

    public ServiceProcess Identity { get; private set; } = null!;

    public ServiceProcess Registry { get; private set; } = null!;

    public ServiceProcess SecondRegistry { get; private set; } = null!;

    public ServiceProcess Inspection { get; private set; } = null!;

    public ServiceProcess Enforcement { get; private set; } = null!;

    public ServiceProcess CreditFile { get; private set; } = null!;

    public ServiceProcess Complaint { get; private set; } = null!;

    public ServiceProcess Disclosure { get; private set; } = null!;

    public ServiceProcess Gateway { get; private set; } = null!;

    /// <summary>A client of the gateway; it keeps no cookies.</summary>
    public HttpClient Client => Gateway.Client;

    public async ValueTask InitializeAsync()
    {
        PostgreSqlServer.SkipIfMissing();
        RabbitMqBroker.SkipIfMissing();
        await Task.WhenAll(Database.StartAsync(), Broker.StartAsync());
        Identity = Service("Oversight.Identity");
        Registry = Service("Oversight.Registry");
        SecondRegistry = Service("Oversight.Registry");
        Inspection = Service("Oversight.Inspection");
        Enforcement = Service("Oversight.Enforcement");
        CreditFile = Service("Oversight.CreditFile");
        Complaint = Service("Oversight.Complaint");
        Disclosure = Service("Oversight.Disclosure");
        var services = new[] { Identity, Registry, SecondRegistry, Inspection, Enforcement, CreditFile, Complaint, Disclosure };
        await MigrateAsync("Identity", "Registry", "Inspection", "Enforcement", "CreditFile", "Complaint", "Disclosure");
        await Task.WhenAll(services.Select(service => service.StartAsync()));
        Gateway = NewGateway();
        await Gateway.StartAsync();
    }

    /// <summary>
    /// A token of the bootstrap client: administrator and registrar of the whole city; renewed before it ends.
    /// </summary>
    public async Task<string> TokenAsync(CancellationToken cancellation)
    {
        if (_token is null || DateTime.UtcNow > _tokenUntil)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = BootstrapClient, ["client_secret"] = _secret,
            });
            using var answer = await Client.PostAsync("/connect/token", form, cancellation);
            var json = await answer.ReadJsonAsync();
            _token = json.GetProperty("access_token").GetString()!;
            _tokenUntil = DateTime.UtcNow.AddMinutes(5);
        }

        return _token;
    }

    /// <summary>Sends a request through the gateway as the bootstrap client.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string? ifMatch = null, string? key = null,
        CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        return await Client.SendAsync(
            request.With(ifMatch, method == HttpMethod.Post ? key ?? Guid.NewGuid().ToString("N") : key, await TokenAsync(cancellation)),
            cancellation);
    }

    /// <summary>Reads JSON through the gateway, as the public.</summary>
    public async Task<JsonElement?> PublicAsync(string path, CancellationToken cancellation)
    {
        using var answer = await Client.GetAsync(path, cancellation);
        return answer.IsSuccessStatusCode ? await answer.ReadJsonAsync() : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[]
        {
            Gateway, SecondRegistry, Registry, Inspection, Enforcement, CreditFile, Complaint, Disclosure, Identity
        })
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    private ServiceProcess Service(string project, params string[] arguments) =>
        new(project, project == "Oversight.Identity" && arguments.Length == 0 ? _identity : new Uri($"http://127.0.0.1:{Ports.Free()}"),
            Environment()) { Arguments = arguments, Niceness = Niceness, StartLimit = CommandLimit };

    private ServiceProcess NewGateway()
    {
        var port = new Uri(Issuer).Port;
        var environment = Environment();
        void Destination(string cluster, int n, ServiceProcess process) =>
            environment[$"Oversight__Gateway__Destinations__{cluster}__{n}"] =
                process.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Destination("identity", 0, Identity);
        Destination("registry", 0, Registry);
        Destination("registry", 1, SecondRegistry);
        Destination("inspection", 0, Inspection);
        Destination("enforcement", 0, Enforcement);
        Destination("creditfile", 0, CreditFile);
        Destination("complaint", 0, Complaint);
        // All of it comes from one address and one client here. On the command line: a shell drops variables whose names have a hyphen.
        var limits = new List<string>();
        foreach (var policy in new[] { "public-read", "public-write", "sign-in", "token", "staff-read PerClient", "staff-write PerClient" })
        {
            var name = policy.Split(' ');
            foreach (var partition in new[] { "PerAddress" }.Concat(name.Skip(1)))
            {
                limits.Add($"--Oversight:Gateway:RateLimits:{name[0]}:{partition}:Burst=1000000");
            }
        }

        Destination("disclosure", 0, Disclosure);
        return new ServiceProcess("Oversight.Gateway", new Uri($"http://127.0.0.1:{port}"), environment)
        {
            ReadyPath = "/gateway/ping", Arguments = limits, Niceness = Niceness
        };
    }

    /// <summary>Public address of the platform.</summary>
    public Uri Address => new(Issuer);

    /// <summary>The client that proposes as an administrator: id and secret.</summary>
    public (string Id, string Secret) Bootstrap => (BootstrapClient, _secret);

    /// <summary>The client that confirms: id and secret.</summary>
    public (string Id, string Secret) SecondBootstrap => (SecondClient, _secondSecret);

    private string Issuer { get; } = $"http://127.0.0.1:{Ports.Free()}/";

    private Dictionary<string, string?> Environment() => new()
    {
        ["Oversight__Database__Provider"] = "PostgreSql",
        ["Oversight__Database__ConnectionString"] = Database.ConnectionString("oversight_{service}"),
        ["Oversight__Bus__Transport"] = "RabbitMq",
        ["Oversight__Bus__Address"] = Broker.Address,
        ["Oversight__Auth__Issuer"] = Issuer,
        ["Oversight__Auth__MetadataAddress"] = new Uri(_identity, ".well-known/openid-configuration").ToString(),
        ["Oversight__DataPath"] = _folder,
        ["Oversight__Identity__Bootstrap__ClientId"] = BootstrapClient,
        ["Oversight__Identity__Bootstrap__ClientSecret"] = _secret,
        ["Oversight__Identity__Bootstrap__SecondClientId"] = SecondClient,
        ["Oversight__Identity__Bootstrap__SecondClientSecret"] = _secondSecret,
        ["Oversight__Identity__Bootstrap__Division"] = "3302",
        ["Oversight__Outbox__MaxOutageWait"] = "00:00:02",
        ["Oversight__Rules__Folder"] = RulesFolder,
    };

    /// <summary>Runs a command of a service, as an operator does. Returns its exit code and what it printed.</summary>
    public async Task<(int Code, string Output)> CommandAsync(string project, params string[] arguments)
    {
        await using var command = Service($"Oversight.{project}", arguments);
        var code = await command.RunToEndAsync();
        return (code, await command.ReadLogAsync());
    }

    /// <summary>Runs statements as the owner of the server, beside no database of a service.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new Npgsql.NpgsqlConnection(Database.AdministrationConnectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new Npgsql.NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Brings the schemas of services up to date.</summary>
    public async Task MigrateAsync(params string[] projects)
    {
        foreach (var project in projects)
        {
            await using var migration = Service($"Oversight.{project}", "migrate");
            Assert.Equal(0, await migration.RunToEndAsync());
        }
    }
}
