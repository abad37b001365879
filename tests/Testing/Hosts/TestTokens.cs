using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Oversight.Testing;

/// <summary>An issuer of real, signed access tokens for tests: the services check them as they check any other.</summary>
public sealed class TestTokens : IDisposable
{
    /// <summary>The issuer that services under test are configured with.</summary>
    public const string Issuer = "http://issuer.test/";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A token; the same subject for the same <paramref name="subject"/>.</summary>
    /// <param name="subject">Subject of the token.</param>
    /// <param name="division">Division scope, e.g. 3302; null for none.</param>
    /// <param name="roles">Roles.</param>
    public string For(string subject, string? division, params string[] roles) =>
        Issue(subject, division, "education", roles, DateTime.UtcNow.AddMinutes(30));

    /// <summary>A token with every claim given.</summary>
    public string Issue(
        string subject, string? division, string? department, IReadOnlyList<string> roles, DateTime expires, string issuer = Issuer,
        string audience = "oversight", string type = "at+jwt")
    {
        var claims = new List<Claim> { new("sub", subject), new("name", $"测试 {subject}") };
        claims.AddRange(roles.Select(role => new Claim("role", role)));
        if (division is not null)
        {
            claims.Add(new Claim("division", division));
        }

        if (department is not null)
        {
            claims.Add(new Claim("dept", department));
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            TokenType = type,
            NotBefore = expires.AddHours(-1),
            IssuedAt = expires.AddHours(-1),
            Expires = expires,
            Subject = new ClaimsIdentity(claims),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Makes a host trust this issuer, without a discovery document over the network.</summary>
    public void Trust(IServiceCollection services) =>
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
            configuration.SigningKeys.Add(new ECDsaSecurityKey(_key) { KeyId = "test" });
            options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
        });

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
