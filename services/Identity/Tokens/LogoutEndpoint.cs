using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Oversight.Identity.SignIn;

namespace Oversight.Identity.Tokens;

/// <summary>
/// Ends the browser's session for a client that shows whose session it is (<c>id_token_hint</c>). Without that, anyone's link
/// could sign an officer out, so it leads to the account page, where the officer presses the button.
/// </summary>
internal static class LogoutEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods(TokenServer.LogoutPath, [HttpMethods.Get, HttpMethods.Post], HandleAsync)
            .AllowAnonymous().WithName("EndSession").WithSummary("OpenID Connect end-session endpoint").ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext http, Sessions sessions, CancellationToken cancellation)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } refusal)
        {
            return RefusedRequest.Page(refusal.Error);
        }

        var hint = (await http.AuthenticateAsync(Scheme)).Principal?.GetClaim(OpenIddictConstants.Claims.Subject);
        var session = await sessions.CurrentAsync(http, cancellation);
        if (session is not null && hint != session.Account.Id.ToString())
        {
            return Results.LocalRedirect(SignInEndpoints.AccountPath);
        }

        if (session is not null)
        {
            await sessions.EndAsync(http, session.Account, cancellation);
        }

        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Scheme]);
    }
}
