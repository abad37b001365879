using Microsoft.AspNetCore.Antiforgery;

namespace Oversight.Identity.SignIn;

/// <summary>A form that a browser sent, with whether it came from our own page.</summary>
internal sealed class PageForm
{
    private readonly IFormCollection _fields;

    private PageForm(IFormCollection fields, bool genuine) => (_fields, IsGenuine) = (fields, genuine);

    /// <summary>False: the anti-forgery token is missing, foreign or too old. Nothing may be done then.</summary>
    public bool IsGenuine { get; }

    /// <summary>A field; empty if it is missing or stands more than once.</summary>
    public string this[string name] => _fields[name] is { Count: 1 } value ? value.ToString() : "";

    /// <summary>The token for a form on the page that is being made. Such a page is kept by nobody.</summary>
    public static string Token(HttpContext http, IAntiforgery antiforgery)
    {
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers.Pragma = "no-cache";
        return antiforgery.GetAndStoreTokens(http).RequestToken!;
    }

    public static async Task<PageForm> ReadAsync(HttpContext http, IAntiforgery antiforgery, CancellationToken cancellation)
    {
        if (!http.Request.HasFormContentType)
        {
            return new PageForm(FormCollection.Empty, false);
        }

        try
        {
            var fields = await http.Request.ReadFormAsync(
                new() { ValueCountLimit = 20, KeyLengthLimit = 100, ValueLengthLimit = 8000 }, cancellation);
            return new PageForm(fields, await antiforgery.IsRequestValidAsync(http));
        }
        catch (InvalidDataException)
        {
            return new PageForm(FormCollection.Empty, false);
        }
    }
}
