using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>
/// The rule that no route is served without its four explicit policies: who may call, how often, how long it may take and
/// how large the body may be. Checked on the configuration and once more on the endpoints that routing really serves.
/// </summary>
internal static class RoutePolicies
{
    public const string Anonymous = "anonymous";
    public const string Staff = "staff";

    public static IEnumerable<string> FaultsOf(RouteConfig route, GatewaySettings settings)
    {
        var key = $"ReverseProxy:Routes:{route.RouteId}";
        if (route.Match?.Path is not { Length: > 0 })
        {
            yield return $"{key}:Match:Path is missing";
        }

        if (route.Match?.Methods is not { Count: > 0 })
        {
            yield return $"{key}:Match:Methods is missing: a route names its methods";
        }

        if (route.ClusterId is not { Length: > 0 })
        {
            yield return $"{key}:ClusterId is missing";
        }

        if (route.AuthorizationPolicy is not (Anonymous or Staff))
        {
            yield return $"{key}:AuthorizationPolicy must be '{Anonymous}' or '{Staff}', not '{route.AuthorizationPolicy}'";
        }

        if (route.RateLimiterPolicy is null || !settings.RateLimits.TryGetValue(route.RateLimiterPolicy, out var limit))
        {
            yield return $"{key}:RateLimiterPolicy '{route.RateLimiterPolicy}' is not one of {GatewaySettings.Section}:RateLimits";
        }
        else if (route.AuthorizationPolicy is Staff && limit.PerClient is null)
        {
            yield return $"{key}:RateLimiterPolicy '{route.RateLimiterPolicy}' has no PerClient limit, which a staff route needs";
        }

        if (route.Timeout is not { } timeout || timeout <= TimeSpan.Zero || route.TimeoutPolicy is not null)
        {
            yield return $"{key}:Timeout must be set, above zero, and no TimeoutPolicy beside it";
        }

        if (route.MaxRequestBodySize is not >= 0)
        {
            yield return $"{key}:MaxRequestBodySize must be set, in bytes, 0 for no body";
        }

        // An answer to one officer must never be given to another.
        if (route.OutputCachePolicy is not null
            && (route.OutputCachePolicy != PublicOutputCache.Policy || route.AuthorizationPolicy is not Anonymous))
        {
            yield return
                $"{key}:OutputCachePolicy may be '{PublicOutputCache.Policy}', on a route with AuthorizationPolicy '{Anonymous}' alone";
        }

        if (route.CorsPolicy is not null)
        {
            yield return $"{key}:CorsPolicy must not be set: the platform answers no other origin";
        }

        if (route.Metadata?.GetValueOrDefault(RouteTable.ContentSecurityPolicy) is not { } policy
            || !settings.ContentSecurityPolicies.ContainsKey(policy))
        {
            yield return $"{key}:Metadata:{RouteTable.ContentSecurityPolicy} is not one of "
                + $"{GatewaySettings.Section}:ContentSecurityPolicies";
        }
    }

    /// <summary>The same rule, on what routing serves: proxied routes and the gateway's own endpoints alike.</summary>
    public static IEnumerable<string> FaultsOf(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        if (metadata.GetMetadata<IAllowAnonymous>() is null && metadata.GetMetadata<IAuthorizeData>() is null)
        {
            yield return $"{endpoint.DisplayName}: no authorization policy";
        }

        if (metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName is null
            || metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            yield return $"{endpoint.DisplayName}: no rate limit";
        }

        if (metadata.GetMetadata<RequestTimeoutAttribute>() is null && metadata.GetMetadata<RequestTimeoutPolicy>() is null)
        {
            yield return $"{endpoint.DisplayName}: no time-out";
        }

        if (MaxBodySizeOf(endpoint) is null)
        {
            yield return $"{endpoint.DisplayName}: no body size";
        }
    }

    /// <summary>Largest request body in bytes that <paramref name="endpoint"/> takes; null if it does not say.</summary>
    public static long? MaxBodySizeOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RouteModel>()?.Config.MaxRequestBodySize
        ?? endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
}
