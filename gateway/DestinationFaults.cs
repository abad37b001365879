using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>
/// Which failures are a replica's own: it cannot be connected to, or it gave no answer to a request without a body. Everything else can
/// be brought about by a caller (a header that no HTTP client sends, an upload that breaks off, an answer that is read too slowly), and
/// callers must not decide which replicas are used.
/// </summary>
internal static class DestinationFaults
{
    /// <summary>Whether the forwarding of this request failed for a reason that is the replica's own.</summary>
    public static bool Occurred(HttpContext context) =>
        !context.RequestAborted.IsCancellationRequested
        && context.GetForwarderErrorFeature() is { Error: ForwarderError.Request or ForwarderError.RequestTimedOut, Exception: { } failure }
        // Of an upload it cannot be told whether its sending or the answer failed first.
        && (IsNotConnected(failure) || (IsNoAnswer(failure) && !MayHaveBody(context)));

    /// <summary>Whether the request announces a body.</summary>
    public static bool MayHaveBody(HttpContext context) => context.Request.ContentLength is > 0
        || context.Request.Headers.ContainsKey("Transfer-Encoding");

    /// <summary>
    /// Puts the rule in front of YARP's failure rate, which goes by where a failure appeared. What is no fault of the replica counts
    /// neither for nor against it.
    /// </summary>
    public static void Count(IServiceCollection services)
    {
        var rate = services.Single(service => service.ServiceType == typeof(IPassiveHealthCheckPolicy));
        services.Remove(rate);
        services.AddSingleton<IPassiveHealthCheckPolicy>(provider =>
            new OwnFaults((IPassiveHealthCheckPolicy)ActivatorUtilities.CreateInstance(provider, rate.ImplementationType!)));
    }

    // A time-out with this cause is that of the connecting; an answer that takes long has none.
    private static bool IsNotConnected(Exception failure) => failure is OperationCanceledException { InnerException: TimeoutException }
        or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError };

    private static bool IsNoAnswer(Exception failure) =>
        failure is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse }
            or HttpRequestException { InnerException: IOException };

    private sealed class OwnFaults(IPassiveHealthCheckPolicy rate) : IPassiveHealthCheckPolicy
    {
        public string Name => rate.Name;

        public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
        {
            if (context.GetForwarderErrorFeature() is null || Occurred(context))
            {
                rate.RequestProxied(context, cluster, destination);
            }
        }
    }
}
