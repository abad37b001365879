using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Oversight.Web;

/// <summary>
/// Refuses JSON that is announced in another encoding than UTF-8 (RFC 8259, section 8.1). The framework would fail at a name
/// that it does not know, and at UTF-8 in quotation marks, which is allowed.
/// </summary>
internal static class JsonEncoding
{
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase) && type.Charset.HasValue)
        {
            if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                return http.WriteProblemAsync(Problems.Details(StatusCodes.Status415UnsupportedMediaType, "request.media_type.charset", "JSON is taken in UTF-8 only."));
            }

            http.Request.ContentType = type.MediaType.ToString();
        }

        return next(http);
    }
}
