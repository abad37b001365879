using System.Diagnostics;
using System.Net;

namespace Oversight.Gateway.Tests;

public sealed class HeaderTests
{
    private static readonly string[] Paths = [
        "/", "/api/disclosure/v1/institutions", "/api/registry/v1/institutions", "/nothing%2fhere", "/health/ready", "/gateway/ping",
        "/docs", "/account/sign-in"];

    [Fact]
    public async Task Every_answer_carries_the_security_headers_refusals_included()
    {
        await using var gateway = await RunningGateway.StartAsync();
        foreach (var path in Paths)
        {
            using var answer = await gateway.GetAsync(path);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("DENY", answer.Header("X-Frame-Options"));
            Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
            Assert.Contains("camera=()", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Empty(answer.Header("Server"));
            Assert.Empty(answer.Header("Strict-Transport-Security"));
            Assert.Matches("^[0-9a-f]{32}$", answer.Header("X-Correlation-Id"));
        }
    }

    [Fact]
    public async Task A_page_gets_the_page_policy_and_a_sign_in_may_end_only_at_the_configured_origins()
    {
        await using var gateway = await RunningGateway.StartAsync("Oversight:Gateway:SignInRedirectOrigins:0=https://desk.example");
        using var page = await gateway.GetAsync("/institutions/1");
        Assert.Contains(
            "style-src 'self'; img-src 'self' data:; form-action 'self';", page.Header("Content-Security-Policy"),
            StringComparison.Ordinal);
        using var signIn = await gateway.GetAsync("/account/sign-in");
        Assert.Contains("form-action 'self' https://desk.example;", signIn.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_may_send_its_own_content_policy_but_no_server_header()
    {
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action https://only.example";
            context.Response.Headers.Server = "secret/1.0";
            context.Response.Headers["X-Correlation-Id"] = "mine";
            return Task.CompletedTask;
        }));
        using var answer = await gateway.GetAsync("/api/registry/openapi.v1.json");
        Assert.Equal("default-src 'none'; form-action https://only.example", answer.Header("Content-Security-Policy"));
        Assert.Empty(answer.Header("Server"));
        Assert.Matches("^[0-9a-f]{32}$", answer.Header("X-Correlation-Id"));
    }

    [Theory]
    [InlineData("X-User: admin")]
    [InlineData("X-User-Id: 1")]
    [InlineData("X_User_Id: 1")]
    [InlineData("X-Forwarded-User: admin")]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("X-Dept: education")]
    [InlineData("X-Division: 3302")]
    [InlineData("X-Roles: administrator")]
    [InlineData("X-Actor-Id: 1")]
    [InlineData("X-Oversight-Internal: 1")]
    [InlineData("X-Original-URL: /api/identity/v1/accounts")]
    [InlineData("X-Rewrite-URL: /api/identity/v1/accounts")]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    [InlineData("Remote-User: admin")]
    [InlineData("Forwarded: for=10.0.0.1;host=evil")]
    [InlineData("Baggage: userId=1")]
    [InlineData("X-House: 1")]
    public async Task An_identity_header_from_outside_does_not_arrive(string header)
    {
        await using var gateway = await RunningGateway.StartAsync("Oversight:Gateway:StripHeaders:0=X-House");
        using var answer = await gateway.GetAsync("/", header);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var value = header.Split(": ")[1];
        Assert.DoesNotContain(
            gateway.Disclosure.Last.Headers, arrived => arrived.Key == header.Split(':')[0]
                && arrived.Value.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ordinary_header_arrives()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.SendAsync("POST", "/api/registry/v1/institutions", new StringContent("{}"), gateway.Issuer.Token(),
            "Idempotency-Key: 7", "If-Match: \"3\"", "Accept-Language: zh-CN");
        Assert.Equal(
            ("7", "\"3\"", "zh-CN"),
            (gateway.Registry.Last.Headers["Idempotency-Key"], gateway.Registry.Last.Headers["If-Match"],
                gateway.Registry.Last.Headers["Accept-Language"]));
    }

    [Fact]
    public async Task Forwarding_headers_come_from_the_connection_unless_a_known_proxy_sent_them()
    {
        string[] claims = ["X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: oversight.example"];
        await using var exposed = await RunningGateway.StartAsync();
        using var lie = await exposed.GetAsync("/", claims);
        var arrived = exposed.Disclosure.Last.Headers;
        Assert.Equal(
            ("127.0.0.1", "http", exposed.Url.Authority),
            (arrived["X-Forwarded-For"], arrived["X-Forwarded-Proto"], arrived["X-Forwarded-Host"]));
        Assert.Empty(lie.Header("Strict-Transport-Security"));

        await using var behind = await RunningGateway.StartAsync("Oversight:Gateway:KnownProxies:0=127.0.0.0/8");
        using var truth = await behind.GetAsync("/", claims);
        arrived = behind.Disclosure.Last.Headers;
        Assert.Equal(
            ("203.0.113.9", "https", "oversight.example"),
            (arrived["X-Forwarded-For"], arrived["X-Forwarded-Proto"], arrived["X-Forwarded-Host"]));
        Assert.StartsWith("max-age=", truth.Header("Strict-Transport-Security"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_trace_goes_on_to_the_service_and_comes_back_as_correlation_id()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var answer = await gateway.GetAsync("/", $"traceparent: 00-{trace}-00f067aa0ba902b7-01");
        Assert.Equal(trace, answer.Header("X-Correlation-Id"));
        var arrived = gateway.Disclosure.Last.Headers["traceparent"];
        Assert.StartsWith($"00-{trace}-", arrived, StringComparison.Ordinal);
        Assert.DoesNotContain("00f067aa0ba902b7", arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_cannot_choose_the_correlation_id()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.GetAsync("/", "X-Correlation-Id: chosen");
        Assert.NotEqual("chosen", answer.Header("X-Correlation-Id"));
    }
}
