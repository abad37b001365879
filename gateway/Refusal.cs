using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Web;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway;

/// <summary>A refusal of the gateway itself, as opposed to one that a service answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code <c>gateway.…</c>, never renamed.</param>
/// <param name="Detail">One sentence that says the rule and, where there is one, the way on.</param>
/// <param name="Chinese">The same for a person who sees it as a page.</param>
/// <param name="RetryAfter">When the same request may succeed, or null.</param>
/// <param name="Field">The header at fault, or null.</param>
internal sealed record Refusal(int Status, string Code, string Detail, string Chinese, TimeSpan? RetryAfter = null, string? Field = null)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public static readonly Refusal NoRoute = new(404, "gateway.route.not_found", "Nothing is served at this path.", "没有这个页面");
    public static readonly Refusal MethodNotAllowed = new(
        405, "gateway.route.method_not_allowed", "This path does not take this method.", "不支持的请求方式");
    public static readonly Refusal Malformed = new(400, "gateway.request.malformed", "The request is not well-formed HTTP.", "请求格式不正确");
    public static readonly Refusal TargetTooLong = new(414, "gateway.request.target_too_long", "The request line is longer than 8 KiB.",
        "网址过长");
    public static readonly Refusal HeadersTooLarge = new(431, "gateway.request.headers_too_large",
        "The headers are more than 100 or larger than 32 KiB together.", "请求头过大");
    public static readonly Refusal VersionUnknown = new(505, "gateway.request.version_unknown", "This version of HTTP is not spoken here.",
        "不支持的协议版本");
    public static readonly Refusal HeaderMalformed = new(400, "gateway.header.malformed",
        "A header has a name of letters, digits and hyphens, and a value of visible ASCII characters, spaces and tabs.", "请求头含有不支持的字符");
    public static readonly Refusal TooSlow = new(408, "gateway.request.too_slow", "The request's body did not arrive in time.", "请求超时");
    public static readonly Refusal HostUnknown = new(400, "gateway.host.unknown", "This host name is not served here.", "域名不正确");
    public static readonly Refusal PathNotCanonical = new(
        400, "gateway.path.not_canonical",
        "The path must be in its plain form: no dot segments, empty segments, backslashes, encoded slashes, double encoding or control "
            + "characters.", "网址格式不正确");
    public static readonly Refusal TokenMissing = new(
        401, "gateway.token.missing", "This path needs an access token: Authorization: Bearer ….", "请先登录");
    public static readonly Refusal TokenInvalid = new(
        401, "gateway.token.invalid", "The access token is malformed, altered or not of this platform's issuer and audience.", "登录信息无效");
    public static readonly Refusal TokenExpired = new(
        401, "gateway.token.expired", "The access token has expired; refresh it or sign in again.", "登录已过期");
    public static readonly Refusal IssuerUnavailable = new(
        503, "gateway.token.issuer_unavailable", "The keys of the token issuer cannot be read at the moment; nothing was done.",
        "身份服务暂时不可用", Soon);
    public static readonly Refusal Forbidden = new(403, "gateway.access.forbidden", "The token does not allow this.", "没有权限");
    public static readonly Refusal NoDestination = new(
        503, "gateway.destination.unavailable", "No replica of the service behind this path is available at the moment; nothing was done.",
        "服务暂时不可用，请稍后再试", Soon);
    public static readonly Refusal Unreachable = new(
        502, "gateway.destination.unreachable",
        "The service broke the connection. A write may or may not have been done: send it again with the same Idempotency-Key.",
        "服务暂时不可用，请稍后再试", Soon);
    public static readonly Refusal TimedOut = new(
        504, "gateway.destination.timeout",
        "The service did not answer in time. A write may or may not have been done: send it again with the same Idempotency-Key.",
        "服务响应超时，请稍后再试", Soon);
    public static readonly Refusal Failure = new(
        500, "gateway.failure", "The gateway failed on this request; the trace id finds it in the log.", "系统错误");

    public static Refusal BodyTooLarge(long? limit) => new(413, "gateway.body.too_large", limit switch
    {
        null => "The request body is larger than this path takes.",
        0 => "This path takes no request body.",
        _ => $"The request body is larger than the {limit.Value.ToString(CultureInfo.InvariantCulture)} bytes that this path takes.",
    }, "提交的内容过大");

    public static Refusal TooMany(TimeSpan? retryAfter) =>
        new(
            429, "gateway.rate.exceeded", "More requests than are allowed came from this client or address; wait as Retry-After says.",
            "访问过于频繁，请稍后再试", retryAfter ?? Soon);

    /// <summary>The refusal that stands for a status which the web server, or a step of the pipeline, set without saying more.</summary>
    /// <param name="status">400 or more.</param>
    /// <param name="bodyLimit">Largest body of the route in bytes, or null where none is known.</param>
    public static Refusal OfStatus(int status, long? bodyLimit) => status switch
    {
        401 => TokenMissing,
        403 => Forbidden,
        404 => NoRoute,
        405 => MethodNotAllowed,
        408 => TooSlow,
        413 => BodyTooLarge(bodyLimit),
        414 => TargetTooLong,
        429 => TooMany(null),
        431 => HeadersTooLarge,
        502 => Unreachable,
        503 => NoDestination,
        504 => TimedOut,
        505 => VersionUnknown,
        >= 500 => Failure,
        _ => Malformed,
    };

    /// <summary>The trace id of this request, as in traceparent (32 hex digits) and in X-Correlation-Id.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Answers with this refusal in place of whatever was prepared; does nothing once an answer has started.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            return;
        }

        // RFC 9110 15.5.2 and 15.5.6: 401 names its scheme and 405 its methods; clearing the response would take both away.
        var challenge = response.Headers.WWWAuthenticate;
        var allow = response.Headers.Allow;
        response.Clear();
        response.Headers.WWWAuthenticate = challenge;
        response.Headers.Allow = allow;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (!WantsPage(context))
        {
            var details = Problems.Details(Status, Code, Detail);
            if (Field is not null)
            {
                details.Extensions["field"] = Field;
            }

            await context.WriteProblemAsync(details);
            return;
        }

        var page = Encoding.UTF8.GetBytes(Page(TraceIdOf(context)));
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(page, context.RequestAborted);
        }
    }

    /// <summary>A person in a browser on a page route gets a page; every program gets the problem document.</summary>
    private static bool WantsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata?.ContainsKey(RouteTable.Pages) == true
        && MediaTypeHeaderValue.TryParseList(context.Request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private string Page(string trace) => $"""
        <!doctype html>
        <html lang="zh-CN"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>{Chinese}</title></head>
        <body><h1>{Chinese}</h1><p lang="en">{WebUtility.HtmlEncode(Detail)}</p><p><a href="/">返回首页 Home</a></p>
        <p><small>{Code} · {WebUtility.HtmlEncode(trace)}</small></p></body></html>
        """;
}
