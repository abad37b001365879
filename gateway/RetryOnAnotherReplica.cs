using Yarp.ReverseProxy.Forwarder;

namespace Oversight.Gateway;

/// <summary>
/// Sends a read once more, to another replica, when its own broke the connection before answering: a replica that is killed
/// costs no reader an error in the seconds before the health checks notice. A write is never sent twice by the gateway; its
/// caller does that, with the same Idempotency-Key.
/// </summary>
internal static class RetryOnAnotherReplica
{
    /// <summary>Destinations tried for one read, the first included.</summary>
    private const int MostTries = 3;

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AvailableDestinations;
        await next(context);

        var repeatable = (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && !DestinationFaults.MayHaveBody(context);
        for (var tries = 1; repeatable && tries < MostTries && !context.Response.HasStarted && DestinationFaults.Occurred(context); tries++)
        {
            var failed = proxy.ProxiedDestination;
            untried = [.. untried.Where(destination => destination != failed)];
            if (untried.Count == 0)
            {
                return;
            }

            // The failure of the first try would otherwise turn the good answer of the second into a refusal.
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.AvailableDestinations = untried;
            proxy.ProxiedDestination = null;
            await next(context);
        }
    }
}
