using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using Oversight.Identity.Tokens;

namespace Oversight.Identity.SignIn;

/// <summary>Where an officer goes after signing in: on with the authorization request, or to the account page; nowhere else.</summary>
internal static class ReturnAddress
{
    private const int MaxLength = 6000;

    /// <summary>
    /// <paramref name="address"/> if it is an authorization request of this server as a browser asks it, every other character than
    /// visible ASCII encoded, as UTF-8, else the account page. Nothing else can stand in a Location header.
    /// </summary>
    public static string Local(string? address) =>
        address is { Length: > 0 and <= MaxLength } && address.StartsWith(TokenServer.AuthorizePath + "?", StringComparison.Ordinal)
        && address.All(c => c is > ' ' and <= '~' and not ('\\' or '#'))
        && Utf8.IsValid(WebUtility.UrlDecodeToBytes(Encoding.ASCII.GetBytes(address), 0, address.Length))
            ? address
            : SignInEndpoints.AccountPath;

    /// <summary>
    /// Browsers apply <c>form-action</c> to the redirects that follow a form, so the page's policy names the origin of the
    /// client's redirect URI; only if that URI is registered for the client.
    /// </summary>
    public static async Task AllowFormTargetAsync(
        HttpContext http, string target, IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        var action = "'self'";
        var cut = target.IndexOf('?', StringComparison.Ordinal);
        if (cut >= 0)
        {
            var query = QueryHelpers.ParseQuery(target[cut..]);
            var redirect = query["redirect_uri"].ToString();
            // A control character is refused here because PostgreSQL cannot look for a text with a null character.
            if (query["client_id"].ToString() is { Length: > 0 and <= 100 } id && !id.Any(char.IsControl)
                && Uri.TryCreate(redirect, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https" && await clients.FindByClientIdAsync(id, cancellation) is { } client
                && await clients.ValidateRedirectUriAsync(client, redirect, cancellation))
            {
                action += $" {uri.GetLeftPart(UriPartial.Authority)}";
            }
        }

        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src 'self'; form-action {action}; base-uri 'none'; frame-ancestors 'none'";
    }
}
