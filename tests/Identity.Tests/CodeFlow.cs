using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Oversight.Identity.Tests;

/// <summary>What a console does: authorization code with PKCE.</summary>
internal sealed class CodeFlow(IdentityUnderTest identity, HttpClient browser)
{
    public const string Redirect = "http://127.0.0.1:49152/callback";

    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string Request(string redirect = Redirect, string client = "oversight-console", string? extra = null) =>
        QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = client,
            ["redirect_uri"] = redirect,
            ["response_type"] = "code",
            ["scope"] = "openid profile offline_access",
            ["state"] = "st-1",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
            ["code_challenge_method"] = "S256",
        }) + extra;

    /// <summary>Asks for a code with a browser that is signed in.</summary>
    public async Task<string> CodeAsync()
    {
        using var answer = await browser.GetAsync(Request(), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return CodeOf(answer);
    }

    public static string CodeOf(HttpResponseMessage answer)
    {
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.StartsWith(Redirect, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("st-1", query["state"]);
        return query["code"].ToString();
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> RedeemAsync(string code, string? verifier = null) => identity.TokenAsync(new()
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = "oversight-console",
        ["code"] = code,
        ["redirect_uri"] = Redirect,
        ["code_verifier"] = verifier ?? _verifier,
    });

    public Task<(HttpStatusCode Status, JsonElement Body)> RenewAsync(string refreshToken) => identity.TokenAsync(new()
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = "oversight-console",
        ["refresh_token"] = refreshToken,
    });

    public async Task<JsonElement> TokensAsync()
    {
        var (status, body) = await RedeemAsync(await CodeAsync());
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body;
    }

    /// <summary>The claims of a token, unchecked.</summary>
    public static JsonElement Claims(string token) =>
        JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token.Split('.')[1]));
}
