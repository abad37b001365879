using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Yarp.ReverseProxy.Configuration;

namespace Oversight.Gateway.Tests;

public sealed class PolicyTests
{
    internal static readonly string[] Complete =
    [
        "Oversight:Gateway:Destinations:registry:0=http://127.0.0.1:1", "Oversight:Gateway:Destinations:disclosure:0=http://127.0.0.1:1",
        "Oversight:Gateway:Destinations:identity:0=http://127.0.0.1:1", "Oversight:Auth:Issuer=https://oversight.example/",
        .. RunningGateway.OtherServices.Select(service => $"Oversight:Gateway:Destinations:{service}:0=http://127.0.0.1:1"),
    ];

    [Fact]
    public async Task Every_endpoint_that_is_served_has_its_four_policies()
    {
        await using var app = RunningGateway.Build(Complete);
        var endpoints = GatewayApp.Endpoints(app).ToArray();
        Assert.True(endpoints.Length >= 18, $"only {endpoints.Length} endpoints were found");
        Assert.Empty(endpoints.SelectMany(RoutePolicies.FaultsOf));
    }

    [Fact]
    public void Canary_an_endpoint_without_policies_is_reported_four_times()
    {
        var bare = new Endpoint(null, new EndpointMetadataCollection(), "bare");
        Assert.Equal(4, RoutePolicies.FaultsOf(bare).Count());
        var half = new Endpoint(null, new EndpointMetadataCollection(new AllowAnonymousAttribute()), "half");
        Assert.Equal(3, RoutePolicies.FaultsOf(half).Count());
    }

    [Fact]
    public void Canary_a_route_without_policies_is_reported_for_each()
    {
        var settings = new GatewaySettings { RateLimits = { ["public"] = new RateLimit() }, ContentSecurityPolicies = { ["api"] = "x" } };
        Assert.Equal(8, RoutePolicies.FaultsOf(new RouteConfig { RouteId = "bare" }, settings).Count());
        var good = new RouteConfig
        {
            RouteId = "good",
            ClusterId = "registry",
            Match = new RouteMatch { Path = "/x", Methods = ["GET"] },
            AuthorizationPolicy = "anonymous",
            RateLimiterPolicy = "public",
            Timeout = TimeSpan.FromSeconds(1),
            MaxRequestBodySize = 0,
            Metadata = new Dictionary<string, string> { ["ContentSecurityPolicy"] = "api" },
        };
        Assert.Empty(RoutePolicies.FaultsOf(good, settings));
        Assert.Single(RoutePolicies.FaultsOf(good with { AuthorizationPolicy = "default" }, settings));
        Assert.Single(RoutePolicies.FaultsOf(good with { AuthorizationPolicy = "staff" }, settings)); // its limit knows no client
        Assert.Single(RoutePolicies.FaultsOf(good with { RateLimiterPolicy = "disable" }, settings));
        Assert.Single(RoutePolicies.FaultsOf(good with { Timeout = null, TimeoutPolicy = "Disable" }, settings));
        Assert.Single(RoutePolicies.FaultsOf(good with { MaxRequestBodySize = -1 }, settings)); // -1 is YARP's "no limit"
        Assert.Single(RoutePolicies.FaultsOf(good with { CorsPolicy = "default" }, settings));
        Assert.Empty(RoutePolicies.FaultsOf(good with { OutputCachePolicy = "public-moment" }, settings));
        Assert.Single(RoutePolicies.FaultsOf(good with { OutputCachePolicy = "default" }, settings));
        Assert.Equal(
            2, RoutePolicies.FaultsOf(good with { OutputCachePolicy = "public-moment", AuthorizationPolicy = "staff" }, settings).Count());
    }

    [Fact]
    public async Task Anonymous_writes_are_held_tighter_than_anonymous_reads()
    {
        await using var app = RunningGateway.Build(Complete);
        List<string> faults = [];
        var settings = GatewaySettings.Read(app.Configuration, faults);
        var routes = RouteTable.Read(app.Configuration, settings, faults).Routes.Where(
            route => route.AuthorizationPolicy == "anonymous").ToArray();
        double PerSecond(RouteConfig route) => settings.RateLimits[route.RateLimiterPolicy!].PerAddress is { } bucket
            ? bucket.Tokens / bucket.Every.TotalSeconds : 0;
        var writes = routes.Where(route => route.Match.Methods!.Contains("POST")).ToArray();
        var reads = routes.Where(route => !route.Match.Methods!.Contains("POST")).ToArray();
        Assert.Empty(faults);
        Assert.NotEmpty(writes);
        Assert.True(writes.Max(PerSecond) < reads.Min(PerSecond));
    }

    [Fact]
    public void A_start_with_faults_lists_them_all()
    {
        var refused = Assert.Throws<GatewayConfigurationException>(() => RunningGateway.Build(
            "Oversight:Gateway:Destinations:registry:0=registry:8080",
            "Oversight:Gateway:Destinations:disclosure:0=http://127.0.0.1:1/path",
            "Oversight:Gateway:Destinations:nobody:0=http://127.0.0.1:1",
            "Oversight:Gateway:KnownProxies:0=10.0.0.0/99",
            "Oversight:Gateway:ManagementUrl=8081",
            "Oversight:Gateway:RateLimits:public-read:PerAddress:Burst=0",
            "ReverseProxy:Routes:registry-read:AuthorizationPolicy=",
            "Oversight:Auth:MetadataAddress=file:///etc/passwd"));
        string[] expected =
        [
            "Destinations:registry:0: 'registry:8080'", "Destinations:disclosure:0: 'http://127.0.0.1:1/path'",
            "Destinations:nobody: no route",
            "Destinations:identity:0 is missing", .. RunningGateway.OtherServices.Select(service => $"Destinations:{service}:0 is missing"),
            "KnownProxies", "ManagementUrl", "RateLimits:public-read:PerAddress", "registry-read:AuthorizationPolicy",
            "Auth:Issuer", "Auth:MetadataAddress",
        ];
        Assert.All(expected, fault => Assert.Contains(refused.Faults, said => said.Contains(fault, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, refused.Faults.Count);
    }

    [Theory]
    [InlineData("Oversight:Gateway:Destination:registry:0=http://127.0.0.1:1", "Destination")]
    [InlineData("Oversight:Gateway:MaxPartitions=many", "MaxPartitions")]
    [InlineData("ReverseProxy:Routes:registry-read:Timeuot=00:00:10", "Timeuot")]
    public void A_key_or_value_that_cannot_be_read_is_refused(string setting, string named)
    {
        var refused = Assert.Throws<GatewayConfigurationException>(() => RunningGateway.Build([.. Complete, setting]));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_declared_absent_takes_its_routes_with_it()
    {
        await using var app = RunningGateway.Build(
            [.. Complete.Where(setting => !setting.Contains("identity", StringComparison.Ordinal)), "Oversight:Gateway:Absent:0=identity"]);
        Assert.DoesNotContain(
            GatewayApp.Endpoints(app), endpoint => endpoint.DisplayName?.StartsWith("identity-", StringComparison.Ordinal) == true);
    }
}
