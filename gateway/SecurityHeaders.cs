using Microsoft.Extensions.Primitives;
using Scalar.AspNetCore;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>Headers that every answer carries, the gateway's own refusals included.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, GatewaySettings settings)
{
    public const string CorrelationId = "X-Correlation-Id";

    /// <summary>Those whose values are the same on every answer.</summary>
    public static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    private readonly Dictionary<string, string> _policies = settings.ContentSecurityPolicies.ToDictionary(
        policy => policy.Key,
        policy => policy.Value.Replace(
            " {SignInRedirectOrigins}", string.Concat(settings.SignInRedirectOrigins.Select(origin => " " + origin)),
            StringComparison.Ordinal));

    public Task InvokeAsync(HttpContext context)
    {
        var trace = Refusal.TraceIdOf(context);

        // Registered first, so it runs last: nothing that a service or a later step sets can take these away.
        context.Response.OnStarting(() =>
        {
            Set(context, trace);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Set(HttpContext context, string trace)
    {
        var headers = context.Response.Headers;
        headers[CorrelationId] = trace;
        headers.Remove("Server");
        headers.Remove("X-Powered-By");
        foreach (var (name, value) in Always)
        {
            headers[name] = value;
        }

        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // A service that knows better, such as the sign-in that knows its client's redirect URI, may send its own policy.
        if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
        {
            var metadata = context.GetEndpoint()?.Metadata;
            var policy = metadata?.GetMetadata<RouteModel>()?.Config.Metadata?.GetValueOrDefault(RouteTable.ContentSecurityPolicy)
                ?? metadata?.GetMetadata<PolicyName>()?.Name ?? "api";
            headers.ContentSecurityPolicy = _policies[policy].Replace(
                "{Nonce}", context.Items[ScalarOptions.NonceHttpContextItemKey] as string ?? "none", StringComparison.Ordinal);
        }
    }

    /// <summary>Names the Content-Security-Policy of one of the gateway's own endpoints.</summary>
    internal sealed record PolicyName(string Name);
}
