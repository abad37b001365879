using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>Services with the organisation's own OpenID Connect issuer: other audience, other claim names, no at+jwt.</summary>
public sealed class ExternalIssuerTests : IDisposable
{
    private const string Issuer = "https://sso.city.example/realms/gov";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Its_tokens_open_the_api_under_its_own_claim_names()
    {
        await using var identity = await StartAsync();
        using var list = await identity.Client(Token("3302")).GetAsync("/api/identity/v1/accounts", Cancel);
        await list.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Its_scope_is_the_scope_here()
    {
        await using var identity = await StartAsync();
        using var refused = await identity.Client(Token("330282")).CommandAsync(
            "/api/identity/v1/departments", new { code = "fire", division = "3302", nameZh = "消防", nameEn = "Fire", kind = "fire_rescue" });
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.grant.out_of_scope");
    }

    [Fact]
    public async Task A_token_for_another_audience_or_of_another_issuer_is_refused()
    {
        await using var identity = await StartAsync();
        foreach (var token in new[] { Token("3302", audience: "mail"), Token("3302", issuer: "https://sso.city.example/realms/guests") })
        {
            using var answer = await identity.Client(token).GetAsync("/api/identity/v1/accounts", Cancel);
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.invalid");
        }
    }

    [Fact]
    public async Task With_an_external_issuer_nothing_of_the_built_in_one_is_there()
    {
        await using var none = await ServiceUnderTest.StartAsync(
            host => host.AddIdentity(), app => app.MapIdentity(),
            settings: new Dictionary<string, string?> { ["Oversight:Auth:External"] = "true" });
        foreach (var path in new[] { "/.well-known/openid-configuration", "/account/sign-in", "/api/identity/v1/accounts" })
        {
            using var answer = await none.Client(none.Tokens.For("a", "3302", Roles.Administrator)).GetAsync(path, Cancel);
            await answer.ShouldBeAsync(HttpStatusCode.NotFound);
        }
    }

    private Task<ServiceUnderTest> StartAsync() => ServiceUnderTest.StartAsync(
        host =>
        {
            host.AddIdentity();
            host.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
            {
                var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
                configuration.SigningKeys.Add(new ECDsaSecurityKey(_key) { KeyId = "sso" });
                options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
            });
        },
        app => app.MapIdentity(),
        settings: new Dictionary<string, string?>
        {
            ["Oversight:Auth:Issuer"] = Issuer,
            ["Oversight:Auth:Audience"] = "oversight-api",
            ["Oversight:Auth:Claims:Department"] = "org_code",
            ["Oversight:Auth:Claims:Division"] = "region",
            ["Oversight:Auth:Claims:Role"] = "groups",
            ["Oversight:Auth:Claims:Name"] = "preferred_username",
        });

    private string Token(string division, string audience = "oversight-api", string issuer = Issuer) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Subject = new ClaimsIdentity(
                [
                    new("sub", "u-1"), new("org_code", "education"), new("region", division), new("groups", Roles.Administrator),
                    new("preferred_username", "li.na")]),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "sso" }, SecurityAlgorithms.EcdsaSha256),
        });
}
