using Microsoft.AspNetCore.Mvc;
using Scalar.AspNetCore;
using Yarp.ReverseProxy;

namespace Oversight.Gateway;

/// <summary>The little that the gateway answers itself: a ping, the API reference and, apart, its own health.</summary>
internal static class OwnEndpoints
{
    public static void Map(WebApplication app, RouteTable table)
    {
        // The plainest request that still passes every step of the pipeline; a yardstick for the proxied ones.
        Explicit(app.MapGet("/gateway/ping", () => TypedResults.Text("ok"))).WithDisplayName("gateway ping");

        var documents = table.Routes.Where(route => route.Metadata?.ContainsKey(RouteTable.ApiReference) == true)
            .Select(route => new ScalarDocument(route.ClusterId!, route.Metadata![RouteTable.ApiReference], route.Match.Path)).ToArray();
        Explicit(app.MapScalarApiReference("/docs", options => options
                .WithTitle("Oversight API")
                .WithNonce()
                .AddDocuments(documents)
                // Nothing of the reference leaves this host: no fonts, proxy, telemetry or chat of its maker.
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools()))
            .WithMetadata(new SecurityHeaders.PolicyName("reference"));
    }

    /// <summary>
    /// Serves <c>/health/live</c> and <c>/health/ready</c> on the management port and nothing else there; on the public port this
    /// does nothing. The connection's own port decides, which no header can forge.
    /// </summary>
    public static Task Management(HttpContext context, RequestDelegate next, int? port, IHostApplicationLifetime lifetime)
    {
        if (port is null || context.Connection.LocalPort != port)
        {
            return next(context);
        }

        var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        var clusters = context.RequestServices.GetRequiredService<IProxyStateLookup>().GetClusters().Select(cluster => new
        {
            name = cluster.ClusterId,
            available = cluster.DestinationsState.AvailableDestinations.Count,
            replicas = cluster.DestinationsState.AllDestinations.Count,
        });
        return context.Request.Path.Value switch
        {
            "/health/live" => Results.Ok(new { status = "live" }).ExecuteAsync(context),
            // One service away is no reason to take the gateway out: the others are still reached through it.
            "/health/ready" => Results.Json(new { status = stopping ? "stopping" : "ready", clusters }, statusCode: stopping ? 503 : 200)
                .ExecuteAsync(context),
            _ => Refusal.NoRoute.WriteAsync(context),
        };
    }

    private static IEndpointConventionBuilder Explicit(IEndpointConventionBuilder endpoint) => endpoint
        .AllowAnonymous()
        .RequireRateLimiting("public-read")
        .WithRequestTimeout(TimeSpan.FromSeconds(15))
        .WithMetadata(new RequestSizeLimitAttribute(0));
}
