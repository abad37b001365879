using System.Globalization;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Oversight.Identity.Credentials;
using Oversight.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Oversight.Identity.Tokens;

/// <summary>Sends an officer who is signed in back to the client with a code, and anyone else to the sign-in page first.</summary>
internal static class AuthorizeEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods(TokenServer.AuthorizePath, [HttpMethods.Get, HttpMethods.Post], HandleAsync)
            .AllowAnonymous().WithName("Authorize").WithSummary("OpenID Connect authorization endpoint").ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        HttpContext http, Sessions sessions, Resets resets, TimeProvider clock, CancellationToken cancellation)
    {
        // A request that may not be answered by a redirect (unknown client, foreign redirect URI) ends here, on a page.
        if (http.GetOpenIddictServerResponse() is { Error: not null } refusal)
        {
            return RefusedRequest.Page(refusal.Error);
        }

        var request = http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The authorization endpoint was reached without OpenIddict.");
        if (!IsReadable(request[Parameters.MaxAge]))
        {
            return Refused(Errors.InvalidRequest, "max_age must be a number of seconds, at least 0.");
        }

        var session = await sessions.CurrentAsync(http, cancellation);
        var tooOld = session is not null && request.MaxAge is { } age && (clock.GetUtcNow() - session.SignedInAt).TotalSeconds > age;
        if (session is null || tooOld || request.HasPromptValue(PromptValues.Login) || session.Account.MustChangePassword)
        {
            // OpenID Connect Core 3.1.2.1: with prompt=none no page may be shown, so the client is answered with an error.
            if (request.HasPromptValue(PromptValues.None))
            {
                return Refused(Errors.LoginRequired, "The officer is not signed in.");
            }

            var again = TokenServer.AuthorizePath + Query(request);
            return Results.LocalRedirect(session is { Account.MustChangePassword: true } && !tooOld
                ? PasswordEndpoints.AddressFor(again)
                : SignInEndpoints.AddressFor(again));
        }

        if (await resets.AreToldAsync(session.Account.Id, cancellation))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refused(Errors.InteractionRequired, "The officer must read a notice first.")
                : Results.LocalRedirect(NoticeEndpoints.AddressFor(TokenServer.AuthorizePath + Query(request)));
        }

        var principal = TokenClaims.Of(session.Account, request.GetScopes());
        principal.SetClaim(Claims.AuthenticationTime, session.SignedInAt.ToUnixTimeSeconds());
        return Results.SignIn(principal, authenticationScheme: Scheme);
    }

    // Whoever asks for a session of some age must not be given one of any age because the number cannot be read.
    private static bool IsReadable(OpenIddictParameter? age) => age is not { } given || OpenIddictParameter.IsNullOrEmpty(given)
        || long.TryParse((string?)given, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    // The client is told.
    private static IResult Refused(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [Scheme]);

    // The same request without "prompt=login", which is fulfilled once the officer has signed in, and without a past max_age.
    private static QueryString Query(OpenIddictRequest request) => QueryString.Create(request.GetParameters()
        .Where(p => p.Key is not (Parameters.Prompt or Parameters.MaxAge))
        .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));
}
