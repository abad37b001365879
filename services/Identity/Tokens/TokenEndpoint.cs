using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Oversight.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Oversight.Identity.Tokens;

/// <summary>
/// Gives tokens once OpenIddict has checked client, code, PKCE or refresh token. The account or client is read anew each time:
/// a changed role or a closed account shows at the next renewal.
/// </summary>
internal static class TokenEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(TokenServer.TokenPath, HandleAsync)
        .AllowAnonymous().WithName("Token").WithSummary("OAuth 2.0 token endpoint").ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext http, IdentityDbContext context, CancellationToken cancellation)
    {
        var request = http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The token endpoint was reached without OpenIddict.");
        if (http.GetOpenIddictServerResponse() is { Error: not null })
        {
            return Results.Empty;
        }

        if (request.IsClientCredentialsGrantType())
        {
            var client = await context.Clients.AsNoTracking().FirstOrDefaultAsync(c => c.ClientId == request.ClientId, cancellation);
            // OpenIddict's row of the client stays when a client is ended; only this one says that it is.
            return client is { Active: true }
                ? Results.SignIn(TokenClaims.Of(client), authenticationScheme: Scheme)
                : Refuse(Errors.InvalidClient, "The client is not active.");
        }

        var granted = (await http.AuthenticateAsync(Scheme)).Principal;
        if (granted is null || !Guid.TryParse(granted.GetClaim(Claims.Subject), out var id))
        {
            return Refuse(Errors.InvalidGrant, "The grant is not valid.");
        }

        var account = await context.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancellation);
        // A code or refresh token carries the stamp of its sign-in. A new password or the end of the account has put another one on the
        // account since.
        return account is { Active: true, MustChangePassword: false } && account.SecurityStamp == granted.GetClaim(TokenClaims.StampClaim)
            ? Results.SignIn(TokenClaims.Of(account, granted.GetScopes()), authenticationScheme: Scheme)
            : Refuse(Errors.InvalidGrant, "The account has to sign in again.");
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [Scheme]);
}
