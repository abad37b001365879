using System.Buffers;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>What is refused or removed before a request may reach any route.</summary>
internal sealed class RequestHygiene(RequestDelegate next, GatewaySettings settings)
{
    /// <summary>
    /// Headers by which systems like ours are told who calls. Nothing here reads them; a service that some day did would trust
    /// the gateway to have removed them. X-Forwarded-* are set anew from the connection when the request is forwarded.
    /// </summary>
    private static readonly string[] Stripped =
    [
        "X-User*", "X-Forwarded-*", "X-Dept*", "X-Department*", "X-Division*", "X-Role*", "X-Actor*", "X-Oversight-*", "X-Original-*",
        "X-Auth-*", "X-Authenticated-*", "X-Remote-*", "X-Client-*", "X-Tenant*", "X-Scope*", "X-Sub", "X-Subject*", "X-Identity*",
        "X-Principal*",
        "X-Impersonate*", "X-SSL-*", "X-Real-IP", "X-Cluster-Client-IP", "X-MS-Client-Principal*", "X-Goog-*", "X-Amzn-*", "X-Envoy-*",
        "X-Rewrite-*",
        "X-HTTP-Method*", "X-Method-Override", "X-Host", "X-ProxyUser-*", "X-Correlation-ID", "X-Request-ID", "Forwarded", "Remote-*",
        "True-Client-IP", "CF-Connecting-IP", "Proxy*", "Client-Cert*", "Via", "Baggage",
        "Upgrade", // Nothing here speaks another protocol, and YARP sends a request that asks for one on as a GET, whatever it was.
    ];

    private const int LongestName = 60;

    /// <summary>
    /// Never forwarded to the pages, whatever a service serves there: its health, its insides, and paths of other routes.
    /// </summary>
    private static readonly PathString[] Reserved =
        ["/health", "/healthz", "/metrics", "/internal", "/admin", "/gateway", "/api", "/docs", "/connect", "/account", "/.well-known"];

    private readonly FrozenSet<string> _exact = Patterns(settings).Where(name => !name.EndsWith('*'))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _prefixes = [.. Patterns(settings).Where(name => name.EndsWith('*')).Select(name => name[..^1])];

    // RFC 9110, sections 5.1 and 5.5, without the bytes above ASCII that it calls obsolete: no HTTP client would send them on.
    private static readonly SearchValues<char> InNames =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> InValues = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1)
        .Select(code => (char)code), '\t']);

    /// <summary>
    /// Refuses a request with a header that could not be sent on, before any step reads one. Kestrel is told to read headers as Latin-1,
    /// so that whatever bytes came are seen here.
    /// </summary>
    public static Task HeadersAsync(HttpContext context, RequestDelegate next)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name.AsSpan().ContainsAnyExcept(InNames) || values.Any(value => value.AsSpan().ContainsAnyExcept(InValues)))
            {
                return (Refusal.HeaderMalformed with { Field = name.Length <= LongestName ? name : name[..LongestName] })
                    .WriteAsync(context);
            }
        }

        return next(context);
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (settings.Hosts.Count > 0 && !settings.Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return Refusal.HostUnknown.WriteAsync(context);
        }

        // The path of the request has its dot segments resolved by Kestrel already; only the raw target still shows them.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!IsCanonical(target) || !IsPlain(context.Request.Path.Value ?? ""))
        {
            return Refusal.PathNotCanonical.WriteAsync(context);
        }

        var headers = context.Request.Headers;
        List<string>? outsiders = null;
        foreach (var (name, _) in headers)
        {
            if (IsStripped(name))
            {
                (outsiders ??= []).Add(name);
            }
        }

        outsiders?.ForEach(name => headers.Remove(name));

        return next(context);
    }

    /// <summary>Runs after routing: a path that is reserved is not a page, and no body is read that is declared too large.</summary>
    public static Task AfterRouting(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<RouteModel>()?.Config.Match.Path is "/{**rest}"
            && Reserved.Any(prefix => context.Request.Path.StartsWithSegments(prefix)))
        {
            // Without the page route's endpoint the refusal is a problem document with the policy of the API, as for any path that no route
            // serves.
            context.SetEndpoint(null);
            return Refusal.NoRoute.WriteAsync(context);
        }

        if (endpoint is not null && RoutePolicies.MaxBodySizeOf(endpoint) is { } limit && context.Request.ContentLength > limit)
        {
            // Kestrel would cut the connection instead of reading on; lifting its limit lets it drain, within its own five
            // seconds, what is already under way, so that the caller sees the answer rather than a reset.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            {
                feature.MaxRequestBodySize = null;
            }

            context.Response.Headers.Connection = HttpProtocol.IsHttp11(context.Request.Protocol) ? "close" : default(StringValues);
            return Refusal.BodyTooLarge(limit).WriteAsync(context);
        }

        return next(context);
    }

    /// <summary>
    /// The target as it stood on the wire has no dot segment, plain or encoded, which every hop might resolve in its own way.
    /// </summary>
    private static bool IsCanonical(string target)
    {
        var path = target.AsSpan();
        var query = path.IndexOf('?');
        path = query >= 0 ? path[..query] : path;
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            // Six characters are the longest spelling of two dots: %2e%2e.
            if (segment is ['.' or '%', ..] && segment.Length <= 6
                && segment.ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The decoded path has nothing that a second decoding would change, no empty segment and no control character.</summary>
    private static bool IsPlain(string path) =>
        // Kestrel has decoded the path once and leaves %2F: a percent sign that is left is an encoded slash or a double encoding.
        !path.Contains("//", StringComparison.Ordinal) && path.IndexOfAny(['%', '\\', '\uFFFD']) < 0 && !path.Any(char.IsControl);

    private static IEnumerable<string> Patterns(GatewaySettings settings) => Stripped.Concat(settings.StripHeaders);

    private bool IsStripped(string header)
    {
        var name = header.Replace('_', '-'); // some servers read X_User as X-User
        return _exact.Contains(name)
            || _prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
