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
internal sealed class PublishedAnswer<T>(T content, int maxAgeSeconds = PublishedAnswer.FewSeconds, PublishedBody? body = null) : IResult,
    IEndpointMetadataProvider, IStatusCodeHttpResult, IValueHttpResult
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
        var (bytes, tag) = body ?? PublishedBody.Of(content);
        var response = httpContext.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = FormattableString.Invariant($"public, max-age={maxAgeSeconds}");
        if (httpContext.Request.Headers.IfNoneMatch.Any(
            held => held is not null && (held == "*" || held.Contains(tag, StringComparison.Ordinal))))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}

/// <summary>An answer as it goes out.</summary>
/// <param name="Bytes">Its JSON in UTF-8.</param>
/// <param name="Tag">Its ETag, made of the content.</param>
internal sealed record PublishedBody(byte[] Bytes, string Tag)
{
    public static PublishedBody Of<T>(T content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, WireJson.Options);
        return new PublishedBody(bytes, $"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
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
