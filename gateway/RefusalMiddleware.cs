using Microsoft.AspNetCore.Http.Timeouts;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>
/// Turns every way in which the gateway itself can say no (no route, forwarder error, an exception) into one problem document.
/// An answer of a service passes untouched, whatever its status; nothing is written over an answer that has started.
/// </summary>
internal sealed partial class RefusalMiddleware(RequestDelegate next, ILogger<RefusalMiddleware> logger)
{
    /// <summary>
    /// Runs around the forwarding. YARP cannot tell our time-out from a caller who went away, and the time-out is forgotten on
    /// the way out, so it is noted here.
    /// </summary>
    public static async Task NoticeTimeout(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.HasStarted
            && context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested == true)
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad)
        {
            await OfStatus(context, bad.StatusCode).WriteAsync(context);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the caller has gone: nobody to answer
        }
#pragma warning disable CA1031 // the outermost edge: the caller gets a problem without a stack trace, the log gets the rest
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogFailure(logger, bug, context.Request.Method, context.GetEndpoint()?.DisplayName);
            await Refusal.Failure.WriteAsync(context);
            return;
        }

        if (!context.Response.HasStarted && RefusalOf(context) is { } refusal)
        {
            await refusal.WriteAsync(context);
        }
    }

    private Refusal? RefusalOf(HttpContext context)
    {
        if (context.GetForwarderErrorFeature() is { Error: not ForwarderError.None } failed)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return null; // The caller has gone: nobody to answer, and nothing that an operator should read.
            }

            // The upload broke off, was too slow or passed the limit: the caller's fault, with the status that was set for it.
            if (failed.Error == ForwarderError.RequestBodyClient)
            {
                return OfStatus(context, context.Response.StatusCode);
            }

            LogForwarding(logger, context.GetEndpoint()?.DisplayName, failed.Error, failed.Exception?.GetBaseException().Message);
            return failed.Error == ForwarderError.NoAvailableDestinations ? Refusal.NoDestination
                : context.Response.StatusCode == StatusCodes.Status504GatewayTimeout ? Refusal.TimedOut
                : Refusal.Unreachable;
        }

        var forwarded = context.Features.Get<IReverseProxyFeature>()?.ProxiedDestination is not null;
        // A status without length or type was set by a step of the pipeline or by the web server and has no document yet.
        return forwarded || context.Response.StatusCode < 400 || context.Response.ContentLength is not null
            || context.Response.ContentType is not null
            ? null
            : OfStatus(context, context.Response.StatusCode);
    }

    private static Refusal OfStatus(HttpContext context, int status) =>
        Refusal.OfStatus(status, context.GetEndpoint() is { } endpoint ? RoutePolicies.MaxBodySizeOf(endpoint) : null);

    [LoggerMessage(1, LogLevel.Error, "The gateway failed on {Method} of {Route}")]
    private static partial void LogFailure(ILogger logger, Exception bug, string method, string? route);

    [LoggerMessage(2, LogLevel.Warning, "Route {Route} could not be forwarded: {Error} ({Cause})")]
    private static partial void LogForwarding(ILogger logger, string? route, ForwarderError error, string? cause);
}
