using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Server;
using Oversight.Identity.Data;
using Oversight.Identity.Tokens;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>Tokens from the sign-in form to the API.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private IdentityUnderTest _identity = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _identity = await IdentityUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public void Every_address_of_the_protocol_is_below_a_path_whose_requests_the_token_server_sees()
    {
        var server = _identity.Service.App.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        List<Uri>[] kinds =
        [
            server.AuthorizationEndpointUris, server.ConfigurationEndpointUris, server.DeviceAuthorizationEndpointUris,
            server.EndSessionEndpointUris, server.EndUserVerificationEndpointUris,
            server.IntrospectionEndpointUris, server.JsonWebKeySetEndpointUris, server.PushedAuthorizationEndpointUris,
            server.RevocationEndpointUris, server.TokenEndpointUris, server.UserInfoEndpointUris,
        ];
        var addresses = kinds.SelectMany(uris => uris).ToList();

        Assert.NotEmpty(addresses);
        Assert.All(
            addresses, uri => Assert.Contains(
                ProtocolRequests.Paths, path => new PathString($"/{uri.OriginalString.TrimStart('/')}").StartsWithSegments(path)));
    }

    [Fact]
    public async Task An_officer_signs_in_with_a_one_time_password_chooses_one_and_gets_tokens()
    {
        var browser = _identity.Browser();
        var flow = new CodeFlow(_identity, browser);
        var (id, once) = await _identity.MakeAccountAsync("zhang.wei", "330282", Roles.Registrar, Roles.Inspector);

        using var asked = await browser.GetAsync(flow.Request(), Cancel);
        Assert.StartsWith("/account/sign-in?returnUrl=", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var signedIn = await IdentityUnderTest.SignInAsync(browser, "Zhang.Wei", once, asked.Headers.Location!.ToString());
        await signedIn.ShouldBeAsync(HttpStatusCode.SeeOther);
        Assert.StartsWith("/account/password?returnUrl=", signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);

        // No token before the password is the officer's own.
        using var tooEarly = await browser.GetAsync(flow.Request(), Cancel);
        Assert.StartsWith("/account/password", tooEarly.Headers.Location!.ToString(), StringComparison.Ordinal);

        using var changed = await IdentityUnderTest.SendFormAsync(browser, signedIn.Headers.Location!.ToString(), "/account/password", new()
        {
            ["current"] = once,
            ["new"] = "seven green tram windows",
            ["repeat"] = "seven green tram windows",
        });
        await changed.ShouldBeAsync(HttpStatusCode.SeeOther);
        using var granted = await browser.GetAsync(changed.Headers.Location, Cancel);
        var (status, tokens) = await flow.RedeemAsync(CodeFlow.CodeOf(granted));

        Assert.Equal(HttpStatusCode.OK, status);
        var token = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal("at+jwt", new JsonWebToken(token).Typ);
        var claims = CodeFlow.Claims(token);
        Assert.Equal(
            (TestTokens.Issuer, "oversight", id.ToString(), "education", "330282", "测试人员", "oversight-console"),
            (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(),
                claims.GetProperty("dept").GetString(),
            claims.GetProperty("division").GetString(), claims.GetProperty("name").GetString(),
                claims.GetProperty("client_id").GetString()));
        Assert.Equal(["inspector", "registrar"], claims.GetProperty("role").EnumerateArray().Select(r => r.GetString()));
        Assert.False(claims.TryGetProperty("oversight_stamp", out _));
        Assert.InRange(tokens.GetProperty("expires_in").GetInt32(), 890, 900);
    }

    [Fact]
    public async Task A_code_without_its_verifier_gives_nothing()
    {
        var browser = _identity.Browser();
        await _identity.MakeOfficerAsync(browser, "wang.fang");
        var flow = new CodeFlow(_identity, browser);
        var (status, body) = await flow.RedeemAsync(await flow.CodeAsync(), verifier: new string('a', 43));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, body.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    public async Task A_max_age_that_is_no_number_of_seconds_is_refused_to_the_client(string age)
    {
        var browser = _identity.Browser();
        await _identity.MakeOfficerAsync(browser, "wang.fang");
        using var answer = await browser.GetAsync(new CodeFlow(_identity, browser).Request(extra: $"&max_age={age}"), Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(CodeFlow.Redirect, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("error=invalid_request", answer.Headers.Location.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("922337203686")]
    [InlineData("3600")]
    public async Task A_max_age_that_the_session_has_not_reached_is_fulfilled(string age)
    {
        var browser = _identity.Browser();
        await _identity.MakeOfficerAsync(browser, "wang.fang");
        using var answer = await browser.GetAsync(new CodeFlow(_identity, browser).Request(extra: $"&max_age={age}"), Cancel);
        Assert.NotEmpty(CodeFlow.CodeOf(answer));
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var browser = _identity.Browser();
        await _identity.MakeOfficerAsync(browser, "wang.fang");
        var flow = new CodeFlow(_identity, browser);
        var code = await flow.CodeAsync();
        var first = await flow.RedeemAsync(code);
        var second = await flow.RedeemAsync(code);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (first.Status, second.Status));

        // The second redeemer may be a thief, or the first one: neither keeps anything.
        var renewed = await flow.RenewAsync(first.Body.GetProperty("refresh_token").GetString()!);
        Assert.Equal("invalid_grant", renewed.Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_refresh_token_used_twice_ends_all_that_came_from_it()
    {
        var browser = _identity.Browser();
        await _identity.MakeOfficerAsync(browser, "wang.fang");
        var flow = new CodeFlow(_identity, browser);
        var stolen = (await flow.TokensAsync()).GetProperty("refresh_token").GetString()!;
        var (renewed, next) = await flow.RenewAsync(stolen);
        Assert.Equal(HttpStatusCode.OK, renewed);
        Assert.NotEqual(stolen, next.GetProperty("refresh_token").GetString());

        _identity.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("invalid_grant", (await flow.RenewAsync(stolen)).Body.GetProperty("error").GetString());
        Assert.Equal(
            "invalid_grant", (await flow.RenewAsync(next.GetProperty("refresh_token").GetString()!)).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Renewal_ends_at_a_fixed_time_after_the_sign_in_however_often_it_was_renewed()
    {
        await using var identity = await IdentityUnderTest.StartAsync(
            settings: new Dictionary<string, string?> { ["Oversight:Identity:RefreshTokenLifetime"] = "00:02:00" });
        var browser = identity.Browser();
        await identity.MakeOfficerAsync(browser, "wang.fang");
        var flow = new CodeFlow(identity, browser);
        var first = (await flow.TokensAsync()).GetProperty("refresh_token").GetString()!;
        identity.Clock.Advance(TimeSpan.FromSeconds(110));
        var (ok, next) = await flow.RenewAsync(first);
        Assert.Equal(HttpStatusCode.OK, ok);
        identity.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(
            "invalid_grant", (await flow.RenewAsync(next.GetProperty("refresh_token").GetString()!)).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_changed_role_shows_at_the_next_renewal_and_an_ended_account_gets_none()
    {
        var browser = _identity.Browser();
        var (id, _) = await _identity.MakeOfficerAsync(browser, "wang.fang");
        var flow = new CodeFlow(_identity, browser);
        var refresh = (await flow.TokensAsync()).GetProperty("refresh_token").GetString()!;
        var admin = _identity.Administrator;
        using var read = await admin.GetAsync($"/api/identity/v1/accounts/{id}", Cancel);
        var (record, version) = await _identity.GiveAsync(
            $"/api/identity/v1/accounts/{id}/grant",
            new { displayName = "王芳", department = "education", division = "330282", roles = new[] { "auditor" } }, read.Headers.ETag!.Tag);

        var (_, renewed) = await flow.RenewAsync(refresh);
        var claims = CodeFlow.Claims(renewed.GetProperty("access_token").GetString()!);
        Assert.Equal(
            ("auditor", "330282"), (claims.GetProperty("role").ToString().Trim('[', ']', '"'), claims.GetProperty("division").GetString()));

        using var ended = await admin.CommandAsync($"{record}/deactivation", ifMatch: version);
        await ended.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal(
            "invalid_grant",
            (await flow.RenewAsync(renewed.GetProperty("refresh_token").GetString()!)).Body.GetProperty("error").GetString());
        using var page = await browser.GetAsync("/account", Cancel);
        Assert.Equal("/account/sign-in", page.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/callback")]
    [InlineData("http://127.0.0.1.evil.example/callback")]
    [InlineData("http://127.0.0.1:49152/other")]
    public async Task A_foreign_redirect_is_refused_on_a_page_and_never_followed(string redirect)
    {
        using var answer = await _identity.Browser().GetAsync(new CodeFlow(_identity, null!).Request(redirect), Cancel);
        await answer.ShouldBeAsync(HttpStatusCode.BadRequest);
        Assert.Null(answer.Headers.Location);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_code_without_PKCE_or_with_a_plain_challenge_is_refused()
    {
        var flow = new CodeFlow(_identity, null!);
        var browser = _identity.Browser();
        foreach (var request in new[]
        {
            flow.Request().Replace("code_challenge", "ignored", StringComparison.Ordinal),
            flow.Request().Replace("S256", "plain", StringComparison.Ordinal)
        })
        {
            using var answer = await browser.GetAsync(request, Cancel);
            await answer.ShouldBeAsync(HttpStatusCode.BadRequest);
            Assert.Contains("invalid_request", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Null(answer.Headers.Location);
        }
    }

    [Fact]
    public async Task Prompt_none_without_a_session_comes_back_with_login_required()
    {
        using var answer = await _identity.Browser().GetAsync(new CodeFlow(_identity, null!).Request(extra: "&prompt=none"), Cancel);
        Assert.Contains("error=login_required", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_system_gets_a_token_with_its_scope_until_it_is_ended()
    {
        var admin = _identity.Administrator;
        var (record, version) = await _identity.GiveAsync(
            "/api/identity/v1/clients", new { clientId = "fire-system", name = "消防系统", department = "education", division = "330282" });
        using var issued = await admin.ChangeAsync($"{record}/secret", null, version);
        await issued.ShouldBeAsync(HttpStatusCode.OK);
        Assert.True(issued.Headers.CacheControl!.NoStore);
        var secret = (await issued.ReadJsonAsync()).GetProperty("clientSecret").GetString()!;

        var claims = CodeFlow.Claims(await _identity.ClientTokenAsync("fire-system", secret));
        Assert.Equal(
            ("fire-system", "330282", "department_system"),
            (claims.GetProperty("sub").GetString(), claims.GetProperty("division").GetString(), claims.GetProperty("role").GetString()));

        var (wrong, refusal) = await _identity.TokenAsync(
            new() { ["grant_type"] = "client_credentials", ["client_id"] = "fire-system", ["client_secret"] = secret + "x" });
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (wrong, refusal.GetProperty("error").GetString()));

        using var ended = await admin.CommandAsync($"{record}/deactivation", ifMatch: issued.Headers.ETag!.Tag);
        await ended.ShouldBeAsync(HttpStatusCode.OK);
        var (after, _) = await _identity.TokenAsync(
            new() { ["grant_type"] = "client_credentials", ["client_id"] = "fire-system", ["client_secret"] = secret });
        Assert.Equal(HttpStatusCode.Unauthorized, after);
    }

    [Fact]
    public async Task A_rotated_secret_ends_the_old_one_and_no_table_keeps_either_in_clear()
    {
        var admin = _identity.Administrator;
        var (record, version) = await _identity.GiveAsync(
            "/api/identity/v1/clients", new { clientId = "civil-system", name = "民政系统", department = "education", division = "3302" });
        using var first = await admin.ChangeAsync($"{record}/secret", null, version);
        var old = (await first.ReadJsonAsync()).GetProperty("clientSecret").GetString()!;
        using var second = await admin.ChangeAsync($"{record}/secret", null, first.Headers.ETag!.Tag);
        var current = (await second.ReadJsonAsync()).GetProperty("clientSecret").GetString()!;

        Assert.NotEqual(old, current);
        await _identity.ClientTokenAsync("civil-system", current);
        var (refused, _) = await _identity.TokenAsync(
            new() { ["grant_type"] = "client_credentials", ["client_id"] = "civil-system", ["client_secret"] = old });
        Assert.Equal(HttpStatusCode.Unauthorized, refused);
        var stored = await _identity.Service.App.Services.StoredAnswersAsync<IdentityDbContext>();
        Assert.DoesNotContain(
            stored, body => body.Contains(current, StringComparison.Ordinal) || body.Contains(old, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_document_names_the_public_address_and_a_key_list_that_its_reader_can_reach()
    {
        var inside = await (await _identity.Service.Client().GetAsync("/.well-known/openid-configuration", Cancel)).ReadJsonAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration")
        {
            Headers = { { "X-Forwarded-Host", "issuer.test" } }
        };
        var outside = await (await _identity.Service.Client().SendAsync(request, Cancel)).ReadJsonAsync();

        Assert.Equal(TestTokens.Issuer, inside.GetProperty("issuer").GetString());
        Assert.Equal(new Uri(_identity.Service.Address, "/.well-known/jwks").ToString(), inside.GetProperty("jwks_uri").GetString());
        Assert.Equal("http://issuer.test/.well-known/jwks", outside.GetProperty("jwks_uri").GetString());
        Assert.Equal("http://issuer.test/connect/token", inside.GetProperty("token_endpoint").GetString());
        Assert.Equal(["S256"], inside.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()));
    }

    [Theory]
    [InlineData("grant_type=password&username=a&password=b&client_id=oversight-console", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&client_id=oversight-console", null)]
    [InlineData("grant_type=refresh_token&client_id=oversight-console&refresh_token=not-a-token", "invalid_grant")]
    [InlineData("grant_type=authorization_code&client_id=oversight-console&code=a&code=b&redirect_uri=x", "invalid_request")]
    [InlineData("", "invalid_request")]
    public async Task Hostile_token_requests_are_refused(string body, string? error)
    {
        using var answer = await _identity.Service.Client()
            .PostAsync("/connect/token", new StringContent(body, null, "application/x-www-form-urlencoded"), Cancel);
        Assert.InRange((int)answer.StatusCode, 400, 401);
        var refusal = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancel)).GetProperty("error").GetString();
        Assert.True(error is null || error == refusal, refusal);
    }

    [Fact]
    public async Task A_form_that_cannot_be_decoded_is_the_callers_fault()
    {
        using var answer = await _identity.Service.Client()
            .PostAsync(
                "/connect/token",
                new StringContent("grant_type=refresh_token&refresh_token=%00%ff", null, "application/x-www-form-urlencoded"), Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.form.malformed");
    }
}
