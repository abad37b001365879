using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.EntityFrameworkCore.Models;
using Oversight.Identity.Clients;
using Oversight.Identity.Data;
using Oversight.Identity.Keys;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Oversight.Identity.Tokens;

/// <summary>Sets OpenIddict up.</summary>
internal static class TokenServer
{
    public const string SignInPath = "/account/sign-in", AuthorizePath = "/connect/authorize", TokenPath = "/connect/token",
        LogoutPath = "/connect/logout";

    public static void AddTokenServer(this IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDbContext>().ReplaceDefaultEntities<Guid>();
                core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>, HashedApplications>();
            })
            .AddServer(server =>
            {
                server.SetConfigurationEndpointUris("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")
                    .SetJsonWebKeySetEndpointUris("/.well-known/jwks")
                    .SetAuthorizationEndpointUris(AuthorizePath)
                    .SetTokenEndpointUris(TokenPath)
                    .SetEndSessionEndpointUris(LogoutPath)
                    .SetRevocationEndpointUris("/connect/revoke")
                    .SetIntrospectionEndpointUris("/connect/introspect");
                server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.OfflineAccess);
                server.RegisterClaims(Claims.Subject, Claims.Name, Web.Actor.DepartmentClaim, Web.Actor.DivisionClaim, Web.Actor.RoleClaim);
                // Services check access tokens by the published keys and have none to decrypt with. Without sliding, renewal ends a fixed
                // time after the sign-in.
                server.DisableAccessTokenEncryption().DisableSlidingRefreshTokenExpiration();

                // TLS ends at the gateway: between it and this service, and for the key list that services fetch, it is http.
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough()
                    .EnableErrorPassthrough()
                    .DisableTransportSecurityRequirement();
                server.AddEventHandler(KeysNeeded.Descriptor);
                server.AddEventHandler(ReadableParameters.Descriptor);
                server.AddEventHandler(ReadableClient.Descriptor);
                server.AddEventHandler(PublicAddresses.Discovery);
                server.AddEventHandler(PublicAddresses.TokenIssuer);
                server.AddEventHandler(PublicAddresses.AuthorizationIssuer);
            });
        services.AddSingleton<IAuthenticationSchemeProvider, ProtocolRequests>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, ServerOptions>();
    }
}

/// <summary>Takes issuer, lifetimes and keys into OpenIddict's options, anew whenever the key ring signals.</summary>
internal sealed class ServerOptions(KeyRing ring, PublicIssuer issuer, IOptionsMonitor<IdentitySettings> settings)
    : IConfigureOptions<OpenIddictServerOptions>
{
    /// <summary>Id of the keys that stand in until the ring is loaded.</summary>
    public const string StandIn = "none";

    public void Configure(OpenIddictServerOptions options)
    {
        var own = settings.CurrentValue;
        options.Issuer = issuer.Uri;
        options.AccessTokenLifetime = own.AccessTokenLifetime;
        options.IdentityTokenLifetime = own.AccessTokenLifetime;
        options.AuthorizationCodeLifetime = TimeSpan.FromMinutes(2);
        options.RefreshTokenLifetime = own.RefreshTokenLifetime;
        options.RefreshTokenReuseLeeway = own.RefreshTokenLeeway;
        // A plain challenge is the verifier itself: whoever reads the authorization request could redeem the code.
        options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
        options.PromptValues.IntersectWith([PromptValues.Login, PromptValues.None]);

        // OpenIddict refuses to start without keys. These throw-away ones stand in until the ring is loaded; KeysNeeded sees to
        // it that nothing is ever signed with them.
        var signing = ring.IsLoaded ? ring.Signing : [new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = StandIn }];
        var encryption = ring.IsLoaded
            ? ring.Encryption : [new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = StandIn }];
        options.SigningCredentials.AddRange(signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)));
        options.EncryptionCredentials.AddRange(encryption.Select(key =>
            new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }
}

/// <summary>
/// The issuer exactly as configured. OpenIddict would put a slash behind a bare host, and <c>iss</c> is compared as text.
/// </summary>
internal sealed class PublicIssuer(IConfiguration configuration)
{
    /// <summary><c>Oversight:Auth:Issuer</c>; read late, because standalone knows it only when its listener is up.</summary>
    public string Text => configuration["Oversight:Auth:Issuer"] is { Length: > 0 } issuer
        ? issuer
        : throw new InvalidOperationException(
            "Oversight:Auth:Issuer is not set: the public address of the platform, which becomes the issuer of its tokens.");

    public Uri Uri => new(Text, UriKind.Absolute);

    /// <summary>True if browsers come by https, so that cookies may be restricted to it.</summary>
    public bool IsHttps => Text.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>A path under the public address.</summary>
    public string At(string path) => Text.TrimEnd('/') + path;
}
