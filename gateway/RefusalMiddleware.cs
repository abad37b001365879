using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>
/// Turns every way in which the gateway itself can say no (no route, forwarder error, an exception) into one problem document.
/// An answer of a service passes untouched, whatever its status; nothing is written over an answer that has started.
/// </summary>
internal sealed class RefusalMiddleware(RequestDelegate next, ILogger<RefusalMiddleware> logger)
{
    private static readonly Action<ILogger, string, Exception?> Failed =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, "GatewayFailure"), "The gateway failed on a {Method} request");

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
#pragma warning disable CA1031 // the outermost edge: whatever it was, the caller gets a problem without a stack trace and the log gets the rest
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Failed(logger, context.Request.Method, bug);
            await Refusal.Failure.WriteAsync(context);
            return;
        }

        if (!context.Response.HasStarted && RefusalOf(context) is { } refusal)
        {
            await refusal.WriteAsync(context);
        }
    }

    private static Refusal? RefusalOf(HttpContext context)
    {
        var error = context.GetForwarderErrorFeature()?.Error ?? ForwarderError.None;
        if (error != ForwarderError.None)
        {
            return error switch
            {
                ForwarderError.NoAvailableDestinations => Refusal.NoDestination,
                ForwarderError.RequestTimedOut => Refusal.TimedOut,
                ForwarderError.RequestBodyClient => OfStatus(context, context.Response.StatusCode),
                _ => context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge ? OfStatus(context, 413) : Refusal.Unreachable,
            };
        }

        var forwarded = context.Features.Get<IReverseProxyFeature>()?.ProxiedDestination is not null;
        return forwarded || context.Response.StatusCode < 400 || context.Response.ContentLength is not null || context.Response.ContentType is not null
            ? null
            : OfStatus(context, context.Response.StatusCode);
    }

    private static Refusal OfStatus(HttpContext context, int status) => status switch
    {
        401 => Refusal.TokenMissing,
        403 => Refusal.Forbidden,
        404 => Refusal.NoRoute,
        405 => Refusal.MethodNotAllowed,
        408 => Refusal.TooSlow,
        413 => Refusal.BodyTooLarge(context.GetEndpoint() is { } endpoint ? RoutePolicies.MaxBodySizeOf(endpoint) : null),
        429 => Refusal.TooMany(null),
        502 => Refusal.Unreachable,
        503 => Refusal.NoDestination,
        504 => Refusal.TimedOut,
        >= 500 => Refusal.Failure,
        _ => Refusal.Malformed,
    };
}
