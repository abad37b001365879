using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Oversight.Web;

/// <summary>
/// Refuses bodies of a kind that no operation and no page takes, and at which the framework would fail instead of refusing: JSON
/// that is announced in another encoding than UTF-8 (RFC 8259, section 8.1), and forms of several parts, which may break off.
/// </summary>
internal static class BodyMedia
{
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type))
        {
            return next(http);
        }

        if (type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType; // Its document is that of every empty 415.
            return Task.CompletedTask;
        }

        if (type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase) && type.Charset.HasValue && !IsUtf8(type))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType; // Pages send UTF-8; the framework fails at UTF-7.
            return Task.CompletedTask;
        }

        if (type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase) && type.Charset.HasValue)
        {
            if (!IsUtf8(type))
            {
                return http.WriteProblemAsync(
                    Problems.Details(
                        StatusCodes.Status415UnsupportedMediaType, "request.media_type.charset", "JSON is taken in UTF-8 only."));
            }

            // Quotation marks around the name are allowed, but the framework does not know them.
            http.Request.ContentType = type.MediaType.ToString();
        }

        return next(http);
    }

    private const string Form = "application/x-www-form-urlencoded";

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
