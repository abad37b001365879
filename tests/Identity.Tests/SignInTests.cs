using Microsoft.EntityFrameworkCore;

namespace Oversight.Identity.Tests;

/// <summary>The sign-in page against guessing, foreign forms and foreign addresses.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private IdentityUnderTest _identity = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _identity = await IdentityUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_fifteen_minutes_and_everybody_reads_the_same()
    {
        var (id, password) = await _identity.MakeAccountAsync("li.na");
        var browser = _identity.Browser();
        var texts = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            texts.Add(await RefusedTextAsync(browser, "li.na", $"wrong password {i}"));
        }

        texts.Add(await RefusedTextAsync(browser, "li.na", password));
        texts.Add(await RefusedTextAsync(browser, "nobody.here", password));
        Assert.Single(texts.Distinct());

        _identity.Clock.Advance(TimeSpan.FromMinutes(14));
        await RefusedTextAsync(browser, "li.na", password);
        _identity.Clock.Advance(TimeSpan.FromMinutes(2));
        using var open = await IdentityUnderTest.SignInAsync(browser, "li.na", password);
        await open.ShouldBeAsync(HttpStatusCode.SeeOther);

        // Sorted by name: the clock stood still during the tries, so their rows have no order in time.
        var acts = await _identity.DatabaseAsync(
            context => context.AuditEntries.Where(a => a.SubjectId == id).OrderBy(a => a.Act).Select(a => a.Act).ToListAsync(Cancel));
        Assert.Equal(
            [
                "account.create", "account.issue_password", "account.lock", "session.refuse", "session.refuse", "session.refuse",
                "session.refuse", "session.start"], acts);
    }

    [Fact]
    public async Task The_fifth_try_may_still_be_right_and_forgets_the_failures()
    {
        var (_, password) = await _identity.MakeAccountAsync("li.na");
        var browser = _identity.Browser();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await RefusedTextAsync(browser, "li.na", "wrong");
            }

            using var right = await IdentityUnderTest.SignInAsync(browser, "li.na", password);
            await right.ShouldBeAsync(HttpStatusCode.SeeOther);
        }
    }

    [Fact]
    public async Task Guesses_at_once_get_no_more_tries_than_one_after_the_other()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na");
        var browsers = Enumerable.Range(0, 12).Select(_ => _identity.Browser()).ToList();
        foreach (var answer in await Task.WhenAll(
            browsers.Select((browser, i) => IdentityUnderTest.SignInAsync(browser, "li.na", $"guess {i}"))))
        {
            await answer.ShouldBeAsync(HttpStatusCode.Unauthorized);
        }

        var tries = await _identity.DatabaseAsync(
            context => context.AuditEntries.CountAsync(
                a => a.SubjectId == id && (a.Act == "session.refuse" || a.Act == "account.lock"), Cancel));
        Assert.Equal(5, tries);
    }

    [Fact]
    public async Task A_new_one_time_password_lifts_the_lock()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na");
        var browser = _identity.Browser();
        for (var i = 0; i < 5; i++)
        {
            await RefusedTextAsync(browser, "li.na", "wrong");
        }

        using var read = await _identity.Administrator.GetAsync($"/api/identity/v1/accounts/{id}", Cancel);
        using var issued = await _identity.Administrator.ChangeAsync(
            $"/api/identity/v1/accounts/{id}/password", null, read.Headers.ETag!.Tag);
        using var open = await IdentityUnderTest.SignInAsync(
            browser, "li.na", (await issued.ReadJsonAsync()).GetProperty("password").GetString()!);
        await open.ShouldBeAsync(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_our_page_does_nothing()
    {
        var (id, password) = await _identity.MakeAccountAsync("li.na");
        using var answer = await _identity.Browser()
            .PostAsync(
                "/account/sign-in",
                new FormUrlEncodedContent(new Dictionary<string, string> { ["userName"] = "li.na", ["password"] = password }), Cancel);
        await answer.ShouldBeAsync(HttpStatusCode.BadRequest);
        Assert.DoesNotContain(
            answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("oversight-session", StringComparison.Ordinal));
        Assert.False(
            await _identity.DatabaseAsync(
                context => context.AuditEntries.AnyAsync(a => a.SubjectId == id && a.Act == "session.start", Cancel)));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/connect/authorize?x")]
    [InlineData("/\\evil.example")]
    [InlineData("/connect/authorize/../../evil")]
    [InlineData("/connect/authorize?x=1\r\nSet-Cookie:a=b")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/connect/authorize?x#//evil.example")]
    [InlineData("/connect/authorize?state=宁波")]
    [InlineData("/connect/authorize?redirect_uri=http://127.0.0.1/&client_id=a b")]
    public async Task After_sign_in_nobody_is_sent_elsewhere(string address)
    {
        var browser = _identity.Browser();
        var (_, password) = await _identity.MakeOfficerAsync(_identity.Browser(), "li.na");
        using var answer = await IdentityUnderTest.SignInAsync(
            browser, "li.na", password, $"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        await answer.ShouldBeAsync(HttpStatusCode.SeeOther);
        Assert.Equal("/account", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_return_address_with_a_client_of_an_impossible_name_is_shown_a_page()
    {
        var address = "/connect/authorize?client_id=%00&redirect_uri=http%3A%2F%2F127.0.0.1%2F";
        using var page = await _identity.Browser().GetAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}", Cancel);
        await page.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_cookie_is_for_the_server_alone_and_the_page_may_only_send_its_form_where_it_should()
    {
        var browser = _identity.Browser();
        var (_, password) = await _identity.MakeOfficerAsync(_identity.Browser(), "li.na");
        var request = new CodeFlow(_identity, browser).Request();
        using var page = await browser.GetAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(request)}", Cancel);
        using var foreign = await browser.GetAsync(
            $"/account/sign-in?returnUrl={Uri.EscapeDataString(new CodeFlow(_identity, browser).Request("https://evil.example/"))}",
            Cancel);
        Assert.Contains(
            "form-action 'self' http://127.0.0.1:49152;", page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.Contains("form-action 'self';", foreign.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        using var answer = await IdentityUnderTest.SignInAsync(browser, "li.na", password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("oversight-session", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_the_platform_is_https_no_cookie_goes_over_http()
    {
        await using var secure = await IdentityUnderTest.StartAsync(
            settings: new Dictionary<string, string?> { ["Oversight:Auth:Issuer"] = "https://oversight.example" });
        using var page = await secure.Browser().GetAsync("/account/sign-in", Cancel);
        var cookie = page.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("passwordpassword")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("li.na-li.na-li.na")]
    public async Task An_obvious_password_is_refused(string chosen)
    {
        var (id, once) = await _identity.MakeAccountAsync("li.na");
        var browser = _identity.Browser();
        using var signedIn = await IdentityUnderTest.SignInAsync(browser, "li.na", once);
        using var refused = await IdentityUnderTest.SendFormAsync(
            browser, "/account/password", "/account/password", new() { ["current"] = once, ["new"] = chosen, ["repeat"] = chosen });
        await refused.ShouldBeAsync(HttpStatusCode.BadRequest);
        Assert.True(await _identity.DatabaseAsync(context => context.Accounts.AnyAsync(a => a.Id == id && a.MustChangePassword, Cancel)));
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_sign_out_ends_this_one()
    {
        var (here, there) = (_identity.Browser(), _identity.Browser());
        var (_, password) = await _identity.MakeOfficerAsync(here, "li.na");
        using var second = await IdentityUnderTest.SignInAsync(there, "li.na", password);
        using var changed = await IdentityUnderTest.SendFormAsync(
            here, "/account/password", "/account/password",
            new() { ["current"] = password, ["new"] = "nine quiet paper boats", ["repeat"] = "nine quiet paper boats" });
        await changed.ShouldBeAsync(HttpStatusCode.SeeOther);

        using var away = await there.GetAsync("/account", Cancel);
        await away.ShouldBeAsync(HttpStatusCode.Redirect);
        using var still = await here.GetAsync("/account", Cancel);
        await still.ShouldBeAsync(HttpStatusCode.OK);

        // Somebody's link signs nobody out; the button does.
        using var link = await here.GetAsync("/connect/logout", Cancel);
        Assert.Equal("/account", link.Headers.Location!.ToString());
        using var button = await IdentityUnderTest.SendFormAsync(here, "/account", "/account/sign-out", []);
        using var after = await here.GetAsync("/account", Cancel);
        await after.ShouldBeAsync(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_client_that_shows_the_id_token_signs_the_officer_out_and_gets_them_back()
    {
        var browser = _identity.Browser();
        await _identity.MakeOfficerAsync(browser, "li.na");
        var tokens = await new CodeFlow(_identity, browser).TokensAsync();
        var home = Uri.EscapeDataString(TestTokens.Issuer);
        using var answer = await browser.GetAsync(
            $"/connect/logout?id_token_hint={tokens.GetProperty("id_token").GetString()}&post_logout_redirect_uri={home}", Cancel);
        Assert.Equal(TestTokens.Issuer, answer.Headers.Location!.ToString());
        using var after = await browser.GetAsync("/account", Cancel);
        await after.ShouldBeAsync(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("ｌｉ.ｎａ\u202e")]
    public async Task Hostile_names_are_refused_like_any_other_and_never_echoed_as_markup(string name)
    {
        using var answer = await IdentityUnderTest.SignInAsync(_identity.Browser(), name, new string('x', 5000));
        await answer.ShouldBeAsync(HttpStatusCode.Unauthorized);
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedTextAsync(HttpClient browser, string userName, string password)
    {
        using var answer = await IdentityUnderTest.SignInAsync(browser, userName, password);
        await answer.ShouldBeAsync(HttpStatusCode.Unauthorized);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        var from = html.IndexOf("<section", StringComparison.Ordinal);
        return html[from..html.IndexOf("</section>", from, StringComparison.Ordinal)];
    }
}
