using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Oversight.Pages;

/// <summary>
/// Which language a reader gets: the one that the address names (<c>?lang=zh</c>), else the one chosen before (cookie),
/// else the first of <c>Accept-Language</c> that the pages have, else Chinese.
/// </summary>
public static class LanguageChoice
{
    /// <summary>The query parameter of the language links. Every page takes it; an unknown value counts as absent.</summary>
    public const string Parameter = "lang";

    /// <summary>The cookie that remembers the choice. It says nothing about the reader but this one word.</summary>
    public const string Cookie = "oversight-lang";

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    /// <summary>The language of the answer to <paramref name="request"/>.</summary>
    public static Language Of(HttpRequest request) =>
        LanguageNames.Of(request.Query[Parameter].ToString())
        ?? LanguageNames.Of(request.Cookies[Cookie])
        ?? Preferred(request.Headers.AcceptLanguage.ToString())
        ?? Language.Chinese;

    /// <summary>Remembers an explicit choice, and tells caches on what the answer depends. Call before the answer begins.</summary>
    public static void Remember(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentLanguage = Of(http.Request).Tag();
        headers.Vary = "Accept-Language, Cookie";
        if (LanguageNames.Of(http.Request.Query[Parameter].ToString()) is { } chosen)
        {
            http.Response.Cookies.Append(Cookie, chosen.Code(), new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = Remembered,
                Path = "/",
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            });
        }
    }

    /// <summary>The address of the same page in <paramref name="language"/>: path and query stay, <c>lang</c> changes.</summary>
    public static string Link(HttpRequest request, Language language)
    {
        var query = request.Query.Where(pair => pair.Key != Parameter)
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
            .Append(KeyValuePair.Create(Parameter, (string?)language.Code()));
        return request.PathBase.Add(request.Path).ToUriComponent() + QueryString.Create(query).ToUriComponent();
    }

    private static Language? Preferred(string header)
    {
        Language? best = null;
        var bestQuality = 0.0;
        foreach (var part in header.Split(',', 20, StringSplitOptions.TrimEntries))
        {
            var pieces = part.Split(';', 2, StringSplitOptions.TrimEntries);
            var quality = 1.0;
            if (pieces.Length > 1 && pieces[1].StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                && !double.TryParse(pieces[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality))
            {
                continue;
            }

            if (quality > bestQuality && LanguageNames.Of(pieces[0]) is { } language)
            {
                (best, bestQuality) = (language, quality);
            }
        }

        return best;
    }
}
