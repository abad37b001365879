using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Oversight.Gateway.Tests;

public sealed partial class OwnEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ping_answers_by_itself()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal("ok", await gateway.Client.GetStringAsync("/gateway/ping", Cancellation));
    }

    [Fact]
    public async Task The_reference_lists_every_service_and_loads_nothing_from_elsewhere()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var bare = await gateway.GetAsync("/docs");
        Assert.Equal("docs/", bare.Headers.Location?.OriginalString);
        using var answer = await gateway.GetAsync("/docs/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        foreach (var service in new[] { "registry", "disclosure", "identity" }.Concat(RunningGateway.OtherServices))
        {
            Assert.Contains($"/api/{service}/openapi.v1.json".TrimStart('/'), page, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        var policy = answer.Header("Content-Security-Policy");
        var nonce = Nonce().Match(policy).Groups[1].Value;
        var scripts = Script().Matches(page);
        Assert.NotEmpty(scripts);
        foreach (Match script in scripts)
        {
            Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(script.Value), StringComparison.Ordinal);
            if (Source().Match(script.Value) is { Success: true } source)
            {
                using var loaded = await gateway.GetAsync(new Uri(new Uri(gateway.Url, "/docs/"), source.Groups[1].Value).PathAndQuery);
                Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
                Assert.Contains("javascript", loaded.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            }
        }

        using var again = await gateway.GetAsync("/docs/");
        Assert.NotEqual(policy, again.Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task Its_own_health_answers_on_the_management_port_only()
    {
        var port = FreePort();
        await using var gateway = await RunningGateway.StartAsync($"Oversight:Gateway:ManagementUrl=http://127.0.0.1:{port}");
        var management = new Uri($"http://127.0.0.1:{port}");
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            using var inside = await gateway.Client.GetAsync(new Uri(management, path), Cancellation);
            Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
            using var outside = await gateway.GetAsync(path, $"Host: 127.0.0.1:{port}");
            await outside.IsProblemAsync(404, "gateway.route.not_found");
        }

        using var elsewhere = await gateway.Client.GetAsync(new Uri(management, "/api/registry/openapi.v1.json"), Cancellation);
        await elsewhere.IsProblemAsync(404, "gateway.route.not_found");
        Assert.Empty(gateway.Registry.Arrivals);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("src=\"([^\"]+)\"")]
    private static partial Regex Source();
}
