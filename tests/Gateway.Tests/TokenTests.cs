using System.Net;
using System.Net.Http.Headers;

namespace Oversight.Gateway.Tests;

public sealed class TokenTests
{
    private const string Path = "/api/registry/v1/institutions";

    [Fact]
    public async Task A_staff_path_without_a_token_is_refused_with_a_challenge()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.GetAsync(Path);
        await answer.IsProblemAsync(401, "gateway.token.missing");
        Assert.Equal("Bearer realm=\"oversight\"", answer.Header("WWW-Authenticate"));
        Assert.Empty(gateway.Registry.Arrivals);
    }

    [Fact]
    public async Task An_expired_token_is_refused_as_expired()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.SendAsync("GET", Path, null, gateway.Issuer.Token(expiresIn: TimeSpan.FromMinutes(-5)));
        await answer.IsProblemAsync(401, "gateway.token.expired");
        Assert.Contains("error=\"invalid_token\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_ours_is_refused()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var stranger = await Issuer.StartAsync();
        var good = gateway.Issuer.Token();
        string[] wrong =
        [
            stranger.Token(), // right words, foreign key
            gateway.Issuer.Token(audience: "another"),
            gateway.Issuer.Token(issuer: "https://evil.example/"),
            gateway.Issuer.Token(type: "JWT"), // an id token is no access token
            good[..^6] + "AAAAAA",
            "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + good.Split('.')[1] + ".",
            "not-a-token",
            new string('x', 6000),
        ];
        foreach (var token in wrong)
        {
            using var answer = await gateway.SendAsync("GET", Path, null, token);
            await answer.IsProblemAsync(401, "gateway.token.invalid");
        }

        Assert.Empty(gateway.Registry.Arrivals);
    }

    [Fact]
    public async Task On_an_anonymous_path_a_foreign_or_expired_token_is_no_error()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var stranger = await Issuer.StartAsync();
        foreach (var token in new[] { stranger.Token(), gateway.Issuer.Token(expiresIn: TimeSpan.FromDays(-1)), "nonsense" })
        {
            using var answer = await gateway.SendAsync("GET", "/api/disclosure/v1/institutions", null, token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task When_the_issuers_keys_cannot_be_had_it_is_not_the_callers_fault()
    {
        await using var gateway = await RunningGateway.StartAsync(
            "Oversight:Auth:MetadataAddress=http://127.0.0.1:1/.well-known/openid-configuration");
        using var answer = await gateway.SendAsync("GET", Path, null, gateway.Issuer.Token());
        await answer.IsProblemAsync(503, "gateway.token.issuer_unavailable");
        Assert.NotEmpty(answer.Header("Retry-After"));
    }

    [Fact]
    public async Task Another_scheme_is_no_token()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "YTpi");
        using var answer = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.IsProblemAsync(401, "gateway.token.missing");
    }
}
