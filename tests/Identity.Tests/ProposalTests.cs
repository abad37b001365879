using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>Rights are given by two administrators and taken away by one.</summary>
public sealed class ProposalTests : IAsyncLifetime
{
    private const string Accounts = "/api/identity/v1/accounts", Clients = "/api/identity/v1/clients",
        Proposals = "/api/identity/v1/proposals";
    private IdentityUnderTest _identity = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _identity = await IdentityUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task An_account_is_there_once_another_administrator_has_confirmed_it()
    {
        using var proposed = await ProposeAsync("li.na");
        var proposal = await proposed.ReadJsonAsync();
        var subject = $"{Accounts}/{proposal.GetProperty("subjectId").GetGuid()}";
        using var notYet = await _identity.Administrator.GetAsync(subject, Cancel);
        await notYet.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity.account.not_found");
        using var own = await ConfirmAsync(_identity.Administrator, proposed);
        await own.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.proposal.own");

        using var confirmed = await ConfirmAsync(_identity.Second, proposed);
        Assert.Equal("confirmed", (await confirmed.ReadJsonAsync()).GetProperty("state").GetString());
        using var now = await _identity.Administrator.GetAsync(subject, Cancel);
        Assert.Equal(["registrar"], Roles(await now.ReadJsonAsync()));
        using var twice = await _identity.Second.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: "\"2\"");
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.proposal.act_not_allowed");
    }

    [Fact]
    public async Task Of_two_confirmations_at_once_one_takes_effect()
    {
        using var proposed = await ProposeAsync("li.na");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(
                i => ConfirmAsync(_identity.Service.ClientOf($"admin-{i}", "3302", Web.Roles.Administrator), proposed)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(1, await _identity.DatabaseAsync(context => context.Accounts.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Nobody_confirms_what_concerns_himself()
    {
        var (id, _) = await _identity.MakeAccountAsync("admin.b", "330282", Web.Roles.Administrator);
        using var proposed = await _identity.Administrator.CommandAsync(
            $"{Accounts}/{id}/grant", Rights("3302", Web.Roles.Administrator), ifMatch: "\"2\"");
        using var self = await ConfirmAsync(_identity.Service.ClientOf(id.ToString(), "3302", Web.Roles.Administrator), proposed);
        await self.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.proposal.concerns_you");
        using var other = await ConfirmAsync(_identity.Second, proposed);
        await other.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_confirmation_needs_the_scope_of_what_is_given_and_of_who_is_given_it()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na", "330281");
        var county = _identity.Service.ClientOf("county", "330282", Web.Roles.Administrator);
        using var moved = await _identity.Administrator.CommandAsync(
            $"{Accounts}/{id}/grant", Rights("330282", Web.Roles.Registrar), ifMatch: "\"2\"");
        using var half = await ConfirmAsync(county, moved);
        await half.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity.account.not_found");
        using var wider = await _identity.Administrator.CommandAsync(
            $"{Accounts}/{id}/grant", Rights("3302", Web.Roles.Registrar), ifMatch: "\"2\"");
        using var unseen = await ConfirmAsync(county, wider);
        await unseen.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity.proposal.not_found");
    }

    [Fact]
    public async Task A_withdrawn_proposal_and_one_whose_date_has_come_give_nothing()
    {
        using var turnedDown = await ProposeAsync("li.na");
        using var withdrawn = await _identity.Second.CommandAsync(
            $"{turnedDown.Headers.Location}/withdrawal", new { reason = "重复" }, ifMatch: "\"1\"");
        Assert.Equal("withdrawn", (await withdrawn.ReadJsonAsync()).GetProperty("state").GetString());
        using var late = await _identity.Second.CommandAsync($"{turnedDown.Headers.Location}/confirmation", ifMatch: "\"2\"");
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.proposal.act_not_allowed");

        using var forgotten = await ProposeAsync("wang.fang");
        using var swept = await ProposeAsync("zhao.min");
        _identity.Clock.Advance(TimeSpan.FromDays(14));
        foreach (var proposed in new[] { forgotten, swept })
        {
            await Eventually.BecomesTrueAsync(
                async () => (await ReadAsync(proposed.Headers.Location!.ToString())).GetProperty("state").GetString() == "expired",
                TimeSpan.FromSeconds(30), "the proposal has expired");
        }

        using var expired = await _identity.Second.CommandAsync($"{forgotten.Headers.Location}/confirmation", ifMatch: "\"2\"");
        await expired.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.proposal.act_not_allowed");
        Assert.Equal(0, await _identity.DatabaseAsync(context => context.Accounts.CountAsync(Cancel)));
    }

    [Fact]
    public async Task One_administrator_takes_away_at_once_and_gives_nothing()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na", "3302", Web.Roles.Inspector, Web.Roles.CaseOfficer);
        foreach (var rights in new[]
        {
            Rights("3302", Web.Roles.Inspector, Web.Roles.CaseOfficer, Web.Roles.Supervisor), Rights("3302", Web.Roles.Supervisor),
        })
        {
            using var more = await _identity.Administrator.ChangeAsync($"{Accounts}/{id}", rights, "\"2\"");
            await more.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.grant.second_needed");
        }

        using var less = await _identity.Administrator.ChangeAsync($"{Accounts}/{id}", Rights("330282", Web.Roles.Inspector), "\"2\"");
        Assert.Equal(["inspector"], Roles(await less.ReadJsonAsync()));
        using var back = await _identity.Administrator.ChangeAsync($"{Accounts}/{id}", Rights("3302", Web.Roles.Inspector), "\"3\"");
        await back.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.grant.second_needed");
    }

    [Fact]
    public async Task What_was_taken_away_meanwhile_does_not_come_back_by_an_older_proposal()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na", "3302", Web.Roles.Inspector, Web.Roles.CaseOfficer);
        using var proposed = await _identity.Administrator.CommandAsync(
            $"{Accounts}/{id}/grant", Rights("3302", Web.Roles.Inspector, Web.Roles.CaseOfficer, Web.Roles.Supervisor), ifMatch: "\"2\"");
        using var less = await _identity.Administrator.ChangeAsync($"{Accounts}/{id}", Rights("3302", Web.Roles.Inspector), "\"2\"");
        await less.ShouldBeAsync(HttpStatusCode.OK);
        using var confirmed = await ConfirmAsync(_identity.Second, proposed);
        await confirmed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.proposal.outdated");
        Assert.Equal("open", (await ReadAsync(proposed.Headers.Location!.ToString())).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_ended_account_comes_back_by_two()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na");
        using var early = await _identity.Administrator.CommandAsync($"{Accounts}/{id}/reactivation", ifMatch: "\"2\"");
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.account.act_not_allowed");
        using var ended = await _identity.Administrator.CommandAsync($"{Accounts}/{id}/deactivation", ifMatch: "\"2\"");
        await ended.ShouldBeAsync(HttpStatusCode.OK);
        var (record, _) = await _identity.GiveAsync($"{Accounts}/{id}/reactivation", ifMatch: "\"3\"");
        Assert.True((await ReadAsync(record)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_client_is_given_and_widened_by_two_and_narrowed_by_one()
    {
        object Client(string division) => new { name = "消防系统", department = "education", division };
        var (record, version) = await _identity.GiveAsync(
            Clients, new { clientId = "fire-system", name = "消防系统", department = "education", division = "330282" });
        using var wider = await _identity.Administrator.ChangeAsync(record, Client("3302"), version);
        await wider.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.grant.second_needed");
        (_, version) = await _identity.GiveAsync($"{record}/grant", Client("3302"), version);
        using var less = await _identity.Administrator.ChangeAsync(record, Client("330281"), version);
        await less.ShouldBeAsync(HttpStatusCode.OK);
        using var ended = await _identity.Administrator.CommandAsync($"{record}/deactivation", ifMatch: less.Headers.ETag!.Tag);
        (_, _) = await _identity.GiveAsync($"{record}/reactivation", ifMatch: ended.Headers.ETag!.Tag);
        Assert.True((await ReadAsync(record)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task The_client_of_the_first_start_gets_no_secret_from_an_administrator()
    {
        var list = await ReadAsync($"{Clients}?clientId={IdentityUnderTest.SecondClientId}");
        var client = list.GetProperty("items")[0];
        using var issued = await _identity.Administrator.ChangeAsync(
            $"{Clients}/{client.GetProperty("id").GetGuid()}/secret", null, $"\"{client.GetProperty("version").GetInt64()}\"");
        await issued.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.client.of_first_start");
    }

    [Theory]
    [InlineData(Web.Roles.Registrar, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(Web.Roles.Auditor, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Web.Roles.Administrator, HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task An_auditor_reads_proposals_and_confirms_none(string role, HttpStatusCode read, HttpStatusCode confirm)
    {
        using var proposed = await ProposeAsync("li.na");
        var caller = _identity.Service.ClientOf("somebody", "3302", role);
        using var list = await caller.GetAsync($"{Proposals}?open=true", Cancel);
        await list.ShouldBeAsync(read);
        using var confirmed = await ConfirmAsync(caller, proposed);
        await confirmed.ShouldBeAsync(confirm);
    }

    private Task<HttpResponseMessage> ProposeAsync(string userName) => _identity.Administrator.CommandAsync(
        Accounts,
        new { userName, displayName = "测试人员", department = "education", division = "3302", roles = new[] { Web.Roles.Registrar } });

    private static Task<HttpResponseMessage> ConfirmAsync(HttpClient administrator, HttpResponseMessage proposed) =>
        administrator.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: proposed.Headers.ETag!.Tag);

    private async Task<JsonElement> ReadAsync(string path)
    {
        using var answer = await _identity.Administrator.GetAsync(path, Cancel);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return await answer.ReadJsonAsync();
    }

    private static IEnumerable<string> Roles(JsonElement account) =>
        account.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!);

    private static object Rights(string division, params string[] roles) =>
        new { displayName = "测试人员", department = "education", division, roles };
}
