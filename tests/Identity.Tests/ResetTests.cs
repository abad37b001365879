using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>A password that somebody else sets: its owner and the auditors are told, and some need two.</summary>
public sealed class ResetTests : IAsyncLifetime
{
    private const string Accounts = "/api/identity/v1/accounts", Resets = "/api/identity/v1/credential-resets";
    private IdentityUnderTest _identity = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _identity = await IdentityUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task The_owner_reads_who_reset_the_password_before_going_on_and_only_once()
    {
        var (id, _) = await _identity.MakeOfficerAsync(_identity.Browser(), "li.na");
        var once = await IssueAsync(_identity.Administrator, id);
        var browser = _identity.Browser();
        var request = new CodeFlow(_identity, browser).Request();
        using var signedIn = await IdentityUnderTest.SignInAsync(
            browser, "li.na", once, $"/account/sign-in?returnUrl={Uri.EscapeDataString(request)}");
        var form = signedIn.Headers.Location!.ToString();
        using var changed = await IdentityUnderTest.SendFormAsync(
            browser, form, "/account/password",
            new() { ["current"] = once, ["new"] = "nine yellow boat ladders", ["repeat"] = "nine yellow boat ladders" });
        var notice = changed.Headers.Location!.ToString();
        Assert.StartsWith("/account/notices?returnUrl=", notice, StringComparison.Ordinal);

        // Another way in leads to the notice, too.
        using var around = await browser.GetAsync(request, Cancel);
        Assert.StartsWith("/account/notices", around.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var silent = await browser.GetAsync(request + "&prompt=none", Cancel);
        Assert.Contains("error=interaction_required", silent.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("administrator", await browser.GetStringAsync(notice, Cancel), StringComparison.Ordinal);

        using var read = await IdentityUnderTest.SendFormAsync(browser, notice, "/account/notices", []);
        Assert.Equal(request, read.Headers.Location!.ToString());
        using var on = await browser.GetAsync(request, Cancel);
        Assert.NotEmpty(CodeFlow.CodeOf(on));
        using var nothing = await browser.GetAsync("/account/notices", Cancel);
        Assert.Equal("/account", nothing.Headers.Location!.ToString());
        Assert.Contains("administrator", await browser.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
        Assert.NotNull((await ListAsync(Roles.Auditor, $"?subjectId={id}"))[0].GetProperty("acknowledgedAt").GetString());
    }

    [Fact]
    public async Task A_reset_that_came_while_the_notice_was_open_stays_unread()
    {
        var (id, password) = await _identity.MakeOfficerAsync(_identity.Browser(), "li.na");
        var (browser, once) = (_identity.Browser(), await IssueAsync(_identity.Administrator, id));
        await ChooseAsync(browser, once, password + " again");
        var page = await browser.GetStringAsync("/account/notices", Cancel);
        once = await IssueAsync(_identity.Second, id);
        await ChooseAsync(browser, once, password + " and again");
        var shown = System.Text.RegularExpressions.Regex.Match(page, "name=\"shown\" value=\"([^\"]+)\"").Groups[1].Value;
        using var first = await IdentityUnderTest.SendFormAsync(
            browser, "/account/notices", "/account/notices", new() { ["shown"] = shown });
        Assert.StartsWith("/account/notices", first.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("second-administrator", await browser.GetStringAsync("/account/notices", Cancel), StringComparison.Ordinal);

        // Nor does anybody read for somebody else.
        var other = _identity.Browser();
        await _identity.MakeOfficerAsync(other, "wang.fang");
        using var foreign = await IdentityUnderTest.SendFormAsync(
            other, "/account/password", "/account/notices", new() { ["shown"] = shown, ["returnUrl"] = "/account" });
        Assert.Equal(1, await UnreadAsync(id));
        using var forged = await other.PostAsync(
            "/account/notices", new FormUrlEncodedContent(new Dictionary<string, string> { ["shown"] = shown }), Cancel);
        await forged.ShouldBeAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Administrator)]
    public async Task Whoever_audits_or_keeps_accounts_is_given_another_password_by_two(string role)
    {
        var (id, _) = await _identity.MakeOfficerAsync(_identity.Browser(), "gan.jing", "3302", role);
        using var alone = await IssuedAsync(_identity.Administrator, id);
        await alone.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.password.second_needed");

        using var proposed = await ProposeAsync(_identity.Administrator, id);
        using var own = await IssuedAsync(_identity.Administrator, id);
        await own.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.proposal.own");
        using var confirmed = await _identity.Second.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: "\"1\"");
        await confirmed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.proposal.is_reset");
        using var another = await ProposeAsync(_identity.Second, id);

        using var issued = await IssuedAsync(_identity.Second, id);
        await issued.ShouldBeAsync(HttpStatusCode.OK);
        var rows = await ListAsync(Roles.Auditor, $"?subjectId={id}");
        Assert.Equal(("second-administrator", "administrator"), (Text(rows[0], "issuedBy"), Text(rows[0], "proposedBy")));
        Assert.True(rows[1].GetProperty("isFirst").GetBoolean());

        // One agreement, one password: what else was proposed ended with it.
        var states = (await _identity.Administrator.GetAsync("/api/identity/v1/proposals?open=true", Cancel)).ReadJsonAsync();
        Assert.Empty((await states).GetProperty("items").EnumerateArray());
        using var left = await _identity.Administrator.GetAsync(another.Headers.Location, Cancel);
        Assert.Equal("withdrawn", Text(await left.ReadJsonAsync(), "state"));
    }

    [Fact]
    public async Task A_reset_of_somebody_whose_rights_were_changed_since_is_proposed_anew()
    {
        var (id, _) = await _identity.MakeOfficerAsync(_identity.Browser(), "gan.jing", "3302", Roles.Auditor);
        using var proposed = await ProposeAsync(_identity.Administrator, id);
        object narrower = new { displayName = "甘静", department = "education", division = "330282", roles = new[] { Roles.Auditor } };
        using var narrowed = await ActAsync(
            _identity.Administrator, id, version => _identity.Administrator.ChangeAsync($"{Accounts}/{id}", narrower, version));
        await narrowed.ShouldBeAsync(HttpStatusCode.OK);

        using var issued = await IssuedAsync(_identity.Second, id);

        await issued.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.proposal.outdated");
    }

    [Fact]
    public async Task A_password_that_nobody_has_used_yet_is_issued_again_by_one()
    {
        var (id, _) = await _identity.MakeAccountAsync("gan.jing", "3302", Roles.Auditor);
        using var again = await IssuedAsync(_identity.Second, id);
        await again.ShouldBeAsync(HttpStatusCode.OK);
        Assert.All(await ListAsync(Roles.Auditor, $"?subjectId={id}"), row => Assert.True(row.GetProperty("isFirst").GetBoolean()));
    }

    [Fact]
    public async Task Auditors_read_every_reset_of_their_division_and_officers_none()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na", "330281");
        var (record, version) = await _identity.GiveAsync(
            "/api/identity/v1/clients", new { clientId = "fire-system", name = "消防系统", department = "education", division = "3302" });
        using var secret = await _identity.Administrator.ChangeAsync($"{record}/secret", null, version);
        using var rotated = await _identity.Administrator.ChangeAsync($"{record}/secret", null, secret.Headers.ETag!.Tag);
        await rotated.ShouldBeAsync(HttpStatusCode.OK);

        var rows = await ListAsync(Roles.Auditor, "?limit=2");
        Assert.Equal([("secret", false), ("secret", true)], rows.Select(r => (Text(r, "kind"), r.GetProperty("isFirst").GetBoolean())));
        Assert.Equal(id, (await ListAsync(Roles.Auditor, "?issuedBy=administrator&limit=200"))[^1].GetProperty("subjectId").GetGuid());
        using var county = await _identity.Service.ClientOf("county", "330282", Roles.Auditor).GetAsync(Resets, Cancel);
        Assert.Empty((await county.ReadJsonAsync()).GetProperty("items").EnumerateArray());
        using var officer = await _identity.Service.ClientOf("officer", "3302", Roles.Supervisor).GetAsync(Resets, Cancel);
        await officer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
    }

    [Fact]
    public async Task The_pages_of_the_resets_hold_each_once()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na");
        for (var i = 0; i < 4; i++)
        {
            await IssueAsync(_identity.Administrator, id);
        }

        var (ids, next) = (new List<Guid>(), (string?)"");
        while (next is not null)
        {
            var cursor = next.Length == 0 ? "" : $"&cursor={next}";
            using var answer = await _identity.Administrator.GetAsync($"{Resets}?limit=2{cursor}", Cancel);
            var page = await answer.ReadJsonAsync();
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal((5, 5), (ids.Count, ids.Distinct().Count()));
    }

    private static Task<HttpResponseMessage> ProposeAsync(HttpClient administrator, Guid id) => ActAsync(
        administrator, id, version => administrator.CommandAsync($"{Accounts}/{id}/password-reset", ifMatch: version));

    private static Task<HttpResponseMessage> IssuedAsync(HttpClient administrator, Guid id) => ActAsync(
        administrator, id, version => administrator.ChangeAsync($"{Accounts}/{id}/password", null, version));

    private static async Task<HttpResponseMessage> ActAsync(HttpClient administrator, Guid id, Func<string, Task<HttpResponseMessage>> act)
    {
        using var read = await administrator.GetAsync($"{Accounts}/{id}", Cancel);
        return await act(read.Headers.ETag!.Tag);
    }

    private static async Task<string> IssueAsync(HttpClient administrator, Guid id)
    {
        using var issued = await IssuedAsync(administrator, id);
        await issued.ShouldBeAsync(HttpStatusCode.OK);
        return Text(await issued.ReadJsonAsync(), "password");
    }

    private static async Task ChooseAsync(HttpClient browser, string once, string chosen)
    {
        using var signedIn = await IdentityUnderTest.SignInAsync(browser, "li.na", once);
        using var changed = await IdentityUnderTest.SendFormAsync(
            browser, "/account/password", "/account/password", new() { ["current"] = once, ["new"] = chosen, ["repeat"] = chosen });
        await changed.ShouldBeAsync(HttpStatusCode.SeeOther);
    }

    private async Task<List<JsonElement>> ListAsync(string role, string query)
    {
        using var answer = await _identity.Service.ClientOf("auditor", "3302", role).GetAsync(Resets + query, Cancel);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return [.. (await answer.ReadJsonAsync()).GetProperty("items").EnumerateArray()];
    }

    private Task<int> UnreadAsync(Guid id) => _identity.DatabaseAsync(
        context => context.CredentialResets.CountAsync(r => r.SubjectId == id && !r.IsFirst && r.AcknowledgedAt == null, Cancel));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
