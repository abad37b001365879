using System.Net;

namespace Oversight.Gateway.Tests;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/api/registry/openapi.v1.json", "registry")]
    [InlineData("/api/disclosure/v1/institutions?q=%E5%B0%8F%E5%AD%A6", "disclosure")]
    [InlineData("/.well-known/openid-configuration", "identity")]
    [InlineData("/connect/authorize?client_id=desk", "identity")]
    [InlineData("/account/sign-in", "identity")]
    [InlineData("/", "disclosure")]
    [InlineData("/institutions/0199", "disclosure")]
    [InlineData("/assets/site.css", "disclosure")]
    [InlineData("/open-data/institutions.csv", "disclosure")]
    [InlineData("/api/inspection/openapi.v1.json", "inspection")]
    [InlineData("/api/inspection/v1/public/draws", "inspection")]
    [InlineData("/api/enforcement/openapi.v1.json", "enforcement")]
    [InlineData("/api/creditfile/openapi.v1.json", "creditfile")]
    [InlineData("/api/complaint/openapi.v1.json", "complaint")]
    [InlineData("/api/complaint/v1/public/matters", "complaint")]
    [InlineData("/complaints/new", "complaint")]
    public async Task A_public_path_reaches_its_service_unchanged(string path, string service)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, service), (answer.StatusCode, answer.Header("X-Replica")));
        var replica = new[] { gateway.Registry, gateway.Disclosure, gateway.Identity }.Concat(gateway.Others.Values)
            .Single(each => each.Name == service);
        Assert.Equal(path, replica.Last.Target);
    }

    [Theory]
    [InlineData("GET", "/api/registry/v1/institutions", "registry")]
    [InlineData("POST", "/api/registry/v1/institutions", "registry")]
    [InlineData("POST", "/api/registry/v1/imports", "registry")]
    [InlineData("DELETE", "/api/identity/v1/accounts/7", "identity")]
    [InlineData("GET", "/api/inspection/v1/visits", "inspection")]
    [InlineData("POST", "/api/inspection/v1/visits/7/evidence", "inspection")]
    [InlineData("POST", "/api/enforcement/v1/attachments", "enforcement")]
    [InlineData("GET", "/api/creditfile/v1/files", "creditfile")]
    [InlineData("POST", "/api/complaint/v1/matters", "complaint")]
    public async Task A_staff_path_with_a_token_reaches_its_service_with_that_token(string method, string path, string service)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var token = gateway.Issuer.Token();
        using var answer = await gateway.SendAsync(method, path, null, token);
        Assert.Equal((HttpStatusCode.OK, service), (answer.StatusCode, answer.Header("X-Replica")));
        var replica = service switch { "registry" => gateway.Registry, "identity" => gateway.Identity, _ => gateway.Others[service] };
        Assert.Equal((method, "Bearer " + token), (replica.Last.Method, replica.Last.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/HEALTH/ready")]
    [InlineData("/metrics")]
    [InlineData("/internal/anything")]
    [InlineData("/api/unknown/v1/things")]
    [InlineData("/api/registry/v2/institutions")]
    [InlineData("/api/registry/health/ready")]
    [InlineData("/gateway/secret")]
    public async Task A_path_that_is_not_public_is_not_forwarded(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.GetAsync(path);
        await answer.IsProblemAsync(404, "gateway.route.not_found");
        Assert.Empty(gateway.Registry.Arrivals.Concat(gateway.Disclosure.Arrivals).Concat(gateway.Identity.Arrivals));
    }

    [Theory]
    [InlineData("/api/registry/v1/../../identity/v1/accounts")]
    [InlineData("/institutions/../health/ready")]
    [InlineData("/institutions/./1")]
    [InlineData("/institutions/%2e%2e/health/ready")]
    [InlineData("/institutions/.%2E/health/ready")]
    [InlineData("/institutions/..%2fhealth")]
    [InlineData("/institutions/%252e%252e/health")]
    [InlineData("/institutions/..%5chealth")]
    [InlineData("/institutions/..\\health")]
    [InlineData("//api/registry/v1/institutions")]
    [InlineData("/institutions//1")]
    [InlineData("/institutions/%0d%0aX-Injected:1")]
    [InlineData("/institutions/%7f")]
    public async Task A_path_that_two_parsers_could_read_differently_is_refused(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var answer = await gateway.RawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("gateway.path.not_canonical", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.Registry.Arrivals.Concat(gateway.Disclosure.Arrivals).Concat(gateway.Identity.Arrivals));
    }

    [Theory]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001 not http at all\r\n\r\n")]
    public async Task Broken_HTTP_is_refused_and_the_connection_closed(string request)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var answer = await gateway.RawAsync(request);
        Assert.Matches("^HTTP/1.1 (400|505)", answer);
        Assert.Empty(gateway.Disclosure.Arrivals.Concat(gateway.Identity.Arrivals));
    }

    [Fact]
    public async Task A_method_that_no_route_takes_is_405_with_the_methods_that_it_takes()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.SendAsync("DELETE", "/api/disclosure/v1/institutions/1");
        await answer.IsProblemAsync(405, "gateway.route.method_not_allowed");
        Assert.Contains("GET", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task No_other_origin_is_answered()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var preflight = await gateway.SendAsync(
            "OPTIONS", "/api/registry/v1/institutions", null, null, "Origin: https://evil.example", "Access-Control-Request-Method: POST");
        await preflight.IsProblemAsync(405, "gateway.route.method_not_allowed");
        using var simple = await gateway.GetAsync("/api/disclosure/v1/institutions", "Origin: https://evil.example");
        Assert.DoesNotContain(
            preflight.Headers.Concat(simple.Headers),
            header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_service_is_added_by_configuration_alone()
    {
        await using var complaint = await Replica.StartAsync("complaint");
        const string Route = "ReverseProxy:Routes:complaint-write";
        await using var gateway = await RunningGateway.StartAsync(
            $"Oversight:Gateway:Destinations:complaint:0={complaint.Url}",
            $"{Route}:ClusterId=complaint", $"{Route}:Match:Path=/api/complaint/v1/{{**rest}}", $"{Route}:Match:Methods:0=POST",
            $"{Route}:AuthorizationPolicy=anonymous", $"{Route}:RateLimiterPolicy=public-write", $"{Route}:Timeout=00:00:15",
            $"{Route}:MaxRequestBodySize=65536", $"{Route}:Metadata:ContentSecurityPolicy=api");
        using var answer = await gateway.SendAsync("POST", "/api/complaint/v1/complaints", new StringContent("{}"));
        Assert.Equal("complaint", answer.Header("X-Replica"));
    }

    [Fact]
    public async Task A_host_that_is_not_served_is_refused_when_hosts_are_named()
    {
        await using var gateway = await RunningGateway.StartAsync("Oversight:Gateway:Hosts:0=127.0.0.1");
        using var served = await gateway.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        using var foreign = await gateway.GetAsync("/", "Host: evil.example");
        await foreign.IsProblemAsync(400, "gateway.host.unknown");
    }

    [Fact]
    public async Task A_refusal_of_a_service_passes_untouched()
    {
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }));
        using var answer = await gateway.GetAsync("/api/registry/openapi.v1.json");
        Assert.Equal((HttpStatusCode.NotFound, 0L), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task A_person_gets_a_page_and_a_program_a_problem()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Disclosure.KillAsync();
        using var page = await gateway.GetAsync("/institutions/1", "Accept: text/html,application/xhtml+xml,*/*;q=0.8");
        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("服务暂时不可用", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var problem = await gateway.GetAsync("/api/disclosure/v1/institutions", "Accept: text/html");
        await problem.IsProblemAsync(502, "gateway.destination.unreachable");
    }
}
