using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace Oversight.Gateway;

/// <summary>
/// The routes of the section <c>ReverseProxy:Routes</c> and the clusters made of the configured destinations. It is read once:
/// a change of routes is a restart, so that nothing unchecked is ever served.
/// </summary>
internal sealed record RouteTable(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters)
{
    /// <summary>Metadata key: name of the Content-Security-Policy of the route.</summary>
    public const string ContentSecurityPolicy = "ContentSecurityPolicy";

    /// <summary>Metadata key, <c>true</c> on routes whose visitors are people in a browser: refusals may be pages.</summary>
    public const string Pages = "Pages";

    /// <summary>Metadata key on the route of an OpenAPI document: its title in the reference at <c>/docs</c>.</summary>
    public const string ApiReference = "ApiReference";

    public static RouteTable Read(IConfiguration configuration, GatewaySettings settings, List<string> faults)
    {
        Dictionary<string, RouteConfig> configured = [];
        try
        {
            configured = configuration.GetSection("ReverseProxy:Routes").Get<Dictionary<string, RouteConfig>>(
                strict => strict.ErrorOnUnknownConfiguration = true) ?? [];
        }
        catch (InvalidOperationException unreadable)
        {
            faults.Add($"ReverseProxy:Routes: {unreadable.InnerException?.Message ?? unreadable.Message}");
        }

        var routes = configured.Select(route => route.Value with { RouteId = route.Key })
            .Where(route => !settings.Absent.Contains(route.ClusterId, StringComparer.OrdinalIgnoreCase)).ToList();
        var clusters = settings.Destinations
            .Where(cluster => !settings.Absent.Contains(cluster.Key, StringComparer.OrdinalIgnoreCase))
            .Select(cluster => Cluster(cluster.Key, cluster.Value, settings.Health, routes)).ToList();

        foreach (var missing in routes.Select(route => route.ClusterId).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(id => id is not null && !clusters.Any(cluster => cluster.ClusterId.Equals(id, StringComparison.OrdinalIgnoreCase))))
        {
            faults.Add($"{GatewaySettings.Section}:Destinations:{missing}:0 is missing: routes lead to '{missing}' but it has no URL "
                + $"(if it is not run here, list it in {GatewaySettings.Section}:Absent)");
        }

        foreach (var unused in clusters.Where(
            cluster => !routes.Any(route => cluster.ClusterId.Equals(route.ClusterId, StringComparison.OrdinalIgnoreCase))))
        {
            faults.Add($"{GatewaySettings.Section}:Destinations:{unused.ClusterId}: no route leads there");
        }

        faults.AddRange(routes.SelectMany(route => RoutePolicies.FaultsOf(route, settings)));
        return new(routes, clusters);
    }

    private static ClusterConfig Cluster(
        string name, Dictionary<string, string> replicas, HealthSettings health, List<RouteConfig> routes) => new()
    {
        ClusterId = name,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        Destinations = replicas.ToDictionary(
            replica => $"{name}/{replica.Key}", replica => new DestinationConfig { Address = replica.Value },
            StringComparer.OrdinalIgnoreCase),
        HealthCheck = !health.Enabled ? null : new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = health.Interval,
                Timeout = health.Timeout,
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                Path = health.Path,
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                ReactivationPeriod = health.Reactivation,
            },
        },
        // The route's own time-out rules; YARP's idle time-out (100 s by default) must not cut a longer route short.
        HttpRequest = new ForwarderRequestConfig
        {
            ActivityTimeout = routes.Where(route => name.Equals(route.ClusterId, StringComparison.OrdinalIgnoreCase))
                .Select(route => route.Timeout ?? TimeSpan.Zero).Append(TimeSpan.FromSeconds(100)).Max(),
        },
        HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
    };
}
