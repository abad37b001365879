using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Oversight.Identity.Accounts;
using Oversight.Identity.Clients;
using Oversight.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Oversight.Identity.Tokens;

/// <summary>What stands in the tokens: who it is, department, division and roles, and nothing that an API does not need.</summary>
internal static class TokenClaims
{
    /// <summary>Claim of codes and refresh tokens only: the stamp of the account when the officer signed in.</summary>
    public const string StampClaim = "oversight_stamp";

    public static ClaimsPrincipal Of(StaffAccount account, IEnumerable<string> scopes)
    {
        var identity = Identity(account.Id.ToString(), account.DisplayName, account.Department, account.Division, account.Roles);
        identity.SetClaim(StampClaim, account.SecurityStamp);
        identity.SetScopes(scopes);
        return Finish(identity);
    }

    public static ClaimsPrincipal Of(DepartmentClient client) =>
        Finish(Identity(client.ClientId, client.Name, client.Department, client.Division, client.Roles));

    private static ClaimsIdentity Identity(string subject, string name, string department, string division, IReadOnlyList<string> roles)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Actor.NameClaim, Actor.RoleClaim);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetClaim(Actor.NameClaim, name);
        identity.SetClaim(Actor.DepartmentClaim, department);
        identity.SetClaim(Actor.DivisionClaim, division);
        identity.SetClaims(Actor.RoleClaim, [.. roles]);
        return identity;
    }

    private static ClaimsPrincipal Finish(ClaimsIdentity identity)
    {
        identity.SetResources(Authentication.DefaultAudience);
        identity.SetDestinations(claim => claim.Type switch
        {
            // Without a destination it stays in codes and refresh tokens, which only this service reads.
            StampClaim => [],
            Actor.NameClaim when claim.Subject!.HasScope(Scopes.Profile) => [Destinations.AccessToken, Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
