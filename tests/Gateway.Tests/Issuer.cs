using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Oversight.Gateway.Tests;

/// <summary>An OpenID Connect issuer with its own discovery document and key set.</summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string Name = "https://oversight.example/";

    private readonly RSA _key = RSA.Create(2048);
    private Replica? _server;

    public string MetadataAddress => _server!.Url + "/.well-known/openid-configuration";

    public static async Task<Issuer> StartAsync()
    {
        var issuer = new Issuer();
        issuer._server = await Replica.StartAsync("issuer", issuer.AnswerAsync);
        return issuer;
    }

    /// <summary>A signed access token; every part can be made wrong.</summary>
    public string Token(
        string subject = "officer-1", string client = "desk", string audience = "oversight", string issuer = Name,
        TimeSpan? expiresIn = null, string type = "at+jwt")
    {
        var expires = DateTime.UtcNow + (expiresIn ?? TimeSpan.FromMinutes(10));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            TokenType = type,
            NotBefore = expires.AddHours(-2),
            Expires = expires,
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["client_id"] = client, ["name"] = "测试" },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _key.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var key = _key.ExportParameters(false);
        object document = context.Request.Path.Value == "/jwks"
            ? new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA", use = "sig", kid = "key-1", alg = "RS256", n = Base64UrlEncoder.Encode(key.Modulus),
                        e = Base64UrlEncoder.Encode(key.Exponent)
                    }
                }
            }
            : new { issuer = Name, jwks_uri = _server!.Url + "/jwks" };
        return context.Response.WriteAsync(JsonSerializer.Serialize(document), context.RequestAborted);
    }
}
