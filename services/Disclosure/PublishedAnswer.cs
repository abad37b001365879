using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Oversight.Persistence;

namespace Oversight.Disclosure;

/// <summary>
/// Public data as JSON, with an ETag of its content and leave to keep it for a few seconds: 304 without a body for a caller
/// who has it already.
/// </summary>
internal sealed class PublishedAnswer<T>(T content, int maxAgeSeconds = PublishedAnswer.FewSeconds) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IValueHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public object? Value => content;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(content, WireJson.Options);
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 12))}\"";
        var response = httpContext.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = FormattableString.Invariant($"public, max-age={maxAgeSeconds}");
        if (httpContext.Request.Headers.IfNoneMatch.Any(held => held is not null && (held == "*" || held.Contains(tag, StringComparison.Ordinal))))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}

/// <summary>How long an answer may be kept.</summary>
internal static class PublishedAnswer
{
    /// <summary>Records and lists: an officer's act shows within seconds.</summary>
    public const int FewSeconds = 5;

    /// <summary>Names of codes, which change with a release or a configuration.</summary>
    public const int FiveMinutes = 300;
}
