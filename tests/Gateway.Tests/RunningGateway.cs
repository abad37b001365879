using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway.Tests;

/// <summary>The real gateway on loopback, in front of one replica of each service, with an issuer.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    /// <summary>Services besides registry, disclosure and identity.</summary>
    public static readonly string[] OtherServices = ["inspection", "enforcement", "creditfile", "complaint"];

    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };

    private RunningGateway(
        WebApplication app, Issuer issuer, Replica registry, Replica disclosure, Replica identity,
        IReadOnlyDictionary<string, Replica> others)
    {
        (App, Issuer, Registry, Disclosure, Identity, Others) = (app, issuer, registry, disclosure, identity, others);
        Client = new HttpClient(_handler);
    }

    public WebApplication App { get; }

    public Issuer Issuer { get; }

    public Replica Registry { get; }

    public Replica Disclosure { get; }

    public Replica Identity { get; }

    /// <summary>The replicas of the further services, by cluster.</summary>
    public IReadOnlyDictionary<string, Replica> Others { get; }

    public HttpClient Client { get; }

    public Uri Url { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="settings">Configuration on top of the defaults, as <c>key=value</c>.</param>
    public static Task<RunningGateway> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <param name="registry">What the registry does instead of answering with its name.</param>
    /// <param name="settings">Configuration on top of the defaults, as <c>key=value</c>.</param>
    public static async Task<RunningGateway> StartAsync(Func<Task<Replica>>? registry, params string[] settings)
    {
        var issuer = await Issuer.StartAsync();
        var replicas = new[]
        {
            registry is null ? await Replica.StartAsync("registry") : await registry(),
            await Replica.StartAsync("disclosure"),
            await Replica.StartAsync("identity"),
        };
        var others = new Dictionary<string, Replica>();
        foreach (var service in OtherServices)
        {
            others[service] = await Replica.StartAsync(service);
        }

        var app = Build([
            .. others.Select(other => $"Oversight:Gateway:Destinations:{other.Key}:0={other.Value.Url}"),
            $"Oversight:Gateway:Destinations:registry:0={replicas[0].Url}",
            $"Oversight:Gateway:Destinations:disclosure:0={replicas[1].Url}",
            $"Oversight:Gateway:Destinations:identity:0={replicas[2].Url}",
            $"Oversight:Auth:Issuer={Issuer.Name}",
            $"Oversight:Auth:MetadataAddress={issuer.MetadataAddress}",
            .. settings]);
        var gateway = new RunningGateway(app, issuer, replicas[0], replicas[1], replicas[2], others);
        await app.StartAsync(Cancellation);
        gateway.Url = new Uri(app.Urls.First());
        gateway.Client.BaseAddress = gateway.Url;
        return gateway;
    }

    /// <summary>The gateway with nothing but these settings, not started.</summary>
    public static WebApplication Build(params string[] settings) =>
        GatewayApp.Create([], configuration => configuration.AddInMemoryCollection(
            settings.Prepend("Oversight:Logs=text").Prepend("urls=http://127.0.0.1:0").Select(setting => setting.Split('=', 2))
                .GroupBy(pair => pair[0])
                    .Select(pairs => KeyValuePair.Create(pairs.Key, (string?)pairs.Last()[1]))));

    /// <summary>Configuration without rate limits, for tests that ask more often than one address may.</summary>
    public static string[] Unlimited() =>
    [
        .. new[] { "public-read", "public-write", "sign-in", "token" }.SelectMany(policy => Buckets(policy, "PerAddress")),
        .. new[] { "staff-read", "staff-write", "staff-import" }.SelectMany(policy => Buckets(policy, "PerAddress")
            .Concat(Buckets(policy, "PerClient"))),
    ];

    /// <summary>Every replica that the gateway knows, with what it thinks of its health.</summary>
    public IEnumerable<(string Id, DestinationHealthState Health)> Destinations() =>
        App.Services.GetRequiredService<IProxyStateLookup>().GetClusters().SelectMany(cluster => cluster.Destinations.Values)
            .Select(each => (each.DestinationId, each.Health));

    /// <summary>One request; <paramref name="headers"/> as <c>Name: value</c>.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, HttpContent? content = null, string? token = null, params string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var header in headers)
        {
            var parts = header.Split(": ", 2);
            Assert.True(request.Headers.TryAddWithoutValidation(parts[0], parts[1]));
        }

        return await Client.SendAsync(request, Cancellation);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params string[] headers) => SendAsync("GET", path, null, null, headers);

    /// <summary>Sends bytes as they are and returns whatever comes back until the gateway closes, however early that is.</summary>
    public async Task<string> RawAsync(Func<NetworkStream, Task> send) => Encoding.UTF8.GetString(await RawBytesAsync(send));

    /// <inheritdoc cref="RawAsync(Func{NetworkStream, Task})"/>
    /// <param name="send">Sends.</param>
    /// <param name="patience">When this side ends its sending, for requests that may have no end; the gateway sees a caller who goes. Null:
    /// never.</param>
    public async Task<byte[]> RawBytesAsync(Func<NetworkStream, Task> send, TimeSpan? patience = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Url.Port, Cancellation);
        var stream = client.GetStream();
        var sending = Task.Run(() => send(stream), Cancellation);
        var received = new MemoryStream();
        try
        {
            var receiving = stream.CopyToAsync(received, Cancellation);
            if (patience is { } limit && await Task.WhenAny(receiving, Task.Delay(limit, Cancellation)) != receiving && client.Connected)
            {
                stream.Socket.Shutdown(SocketShutdown.Send);
            }

            await receiving;
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException)
        {
            // The gateway, or the test, cut the connection; what came before counts.
        }

        await sending.ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        return received.ToArray();
    }

    public Task<string> RawAsync(string request) =>
        RawAsync(stream => stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancellation).AsTask());

    private static IEnumerable<string> Buckets(string policy, string kind) =>
        new[] { "Burst", "Tokens" }.Select(number => $"Oversight:Gateway:RateLimits:{policy}:{kind}:{number}=1000000");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        await App.DisposeAsync();
        await Issuer.DisposeAsync();
        await Registry.DisposeAsync();
        await Disclosure.DisposeAsync();
        await Identity.DisposeAsync();
        foreach (var other in Others.Values)
        {
            await other.DisposeAsync();
        }
    }
}

internal static class Answers
{
    /// <summary>
    /// Asserts that the answer is a problem of the gateway with this status and code, and a trace id that is also the correlation id.
    /// </summary>
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        var problem = document.RootElement.Clone();
        Assert.Equal((status, status, code, "urn:oversight:error:" + code), (
            (int)answer.StatusCode, problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString(),
            problem.GetProperty("type").GetString()));
        Assert.Equal(answer.Headers.GetValues("X-Correlation-Id").Single(), problem.GetProperty("traceId").GetString());
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }

    public static string Header(this HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);
}
