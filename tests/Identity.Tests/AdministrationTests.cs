using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>What administrators may do, to whom, and what happens when two do it at once.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private const string Accounts = "/api/identity/v1/accounts", Clients = "/api/identity/v1/clients",
        Departments = "/api/identity/v1/departments";
    private IdentityUnderTest _identity = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _identity = await IdentityUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_county_administrator_creates_nobody_for_the_city_and_sees_nobody_outside_the_county()
    {
        var (city, _) = await _identity.MakeAccountAsync("city.officer");
        var (other, _) = await _identity.MakeAccountAsync("other.officer", "330281");
        var (own, _) = await _identity.MakeAccountAsync("own.officer", "330282");
        var county = _identity.Service.ClientOf("county", "330282", Roles.Administrator);

        using var above = await county.CommandAsync(Accounts, Account("new.officer", "3302"));
        await above.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.grant.out_of_scope");
        using var beside = await county.CommandAsync(
            Clients, new { clientId = "beside", name = "x", department = "education", division = "330281" });
        await beside.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.grant.out_of_scope");
        foreach (var hidden in new[] { city, other })
        {
            using var read = await county.GetAsync($"{Accounts}/{hidden}", Cancel);
            await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity.account.not_found");
            using var reset = await county.ChangeAsync($"{Accounts}/{hidden}/password", null, "\"2\"");
            await reset.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity.account.not_found");
        }

        var list = await (await county.GetAsync(Accounts, Cancel)).ReadJsonAsync();
        Assert.Equal(own, list.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid());

        // Nor is an own officer lifted out of the county.
        using var lifted = await county.CommandAsync(
            $"{Accounts}/{own}/grant",
            new { displayName = "x", department = "education", division = "3302", roles = new[] { "registrar" } },
            ifMatch: "\"2\"");
        await lifted.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.grant.out_of_scope");
        using var nowhere = await _identity.Service.ClientOf("nowhere", null, Roles.Administrator).GetAsync(Accounts, Cancel);
        Assert.Empty((await nowhere.ReadJsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("identity.grant.roles_required")]
    [InlineData("identity.grant.role_unknown", "emperor")]
    [InlineData("identity.grant.system_role", "department_system")]
    [InlineData("identity.grant.roles_incompatible", "administrator", "auditor")]
    [InlineData("identity.grant.roles_incompatible", "registrar", "administrator")]
    [InlineData("identity.grant.roles_incompatible", "auditor", "complaint_handler")]
    public async Task Roles_that_nobody_may_have_are_refused(string code, params string[] roles)
    {
        using var answer = await _identity.Administrator.CommandAsync(Accounts, Account("new.officer", "3302", roles));
        await answer.ShouldBeProblemAsync(
            code == "identity.grant.roles_required" || code == "identity.grant.role_unknown"
                ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity, code);
    }

    [Theory]
    [InlineData(Roles.Registrar)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.DepartmentSystem)]
    public async Task Nobody_else_makes_accounts(string role)
    {
        using var answer = await _identity.Service.ClientOf("somebody", "3302", role)
            .CommandAsync(Accounts, Account("new.officer", "3302"));
        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var (id, _) = await _identity.MakeAccountAsync("only.admin", "3302", Roles.Administrator);
        using var ended = await _identity.Administrator.CommandAsync($"{Accounts}/{id}/deactivation", ifMatch: "\"2\"");
        await ended.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.account.last_administrator");
        using var proposed = await _identity.Administrator.CommandAsync(
            $"{Accounts}/{id}/grant",
            new { displayName = "x", department = "education", division = "3302", roles = new[] { "registrar" } }, ifMatch: "\"2\"");
        using var demoted = await _identity.Second.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: "\"1\"");
        await demoted.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.account.last_administrator");

        await _identity.MakeAccountAsync("second.admin", "3302", Roles.Administrator);
        using var now = await _identity.Administrator.CommandAsync($"{Accounts}/{id}/deactivation", ifMatch: "\"2\"");
        await now.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_administrators_who_end_each_other_at_once_leave_one()
    {
        var (a, _) = await _identity.MakeAccountAsync("admin.a", "3302", Roles.Administrator);
        var (b, _) = await _identity.MakeAccountAsync("admin.b", "3302", Roles.Administrator);
        var answers = await Task.WhenAll(
            _identity.Service.ClientOf(a.ToString(), "3302", Roles.Administrator).CommandAsync(
                $"{Accounts}/{b}/deactivation", ifMatch: "\"2\""),
            _identity.Service.ClientOf(b.ToString(), "3302", Roles.Administrator).CommandAsync(
                $"{Accounts}/{a}/deactivation", ifMatch: "\"2\""));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(
            1, await _identity.DatabaseAsync(
                context => context.Accounts.CountAsync(x => x.Active && x.RoleList.Contains("administrator"), Cancel)));
        Assert.Equal(1, await _identity.DatabaseAsync(context => context.AdministratorRosters.Select(r => r.Count).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Nobody_acts_on_the_account_that_they_act_with()
    {
        var (id, _) = await _identity.MakeAccountAsync("admin.a", "3302", Roles.Administrator);
        await _identity.MakeAccountAsync("admin.b", "3302", Roles.Administrator);
        var self = _identity.Service.ClientOf(id.ToString(), "3302", Roles.Administrator);
        using var ended = await self.CommandAsync($"{Accounts}/{id}/deactivation", ifMatch: "\"2\"");
        await ended.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.account.own");
        using var reset = await self.ChangeAsync($"{Accounts}/{id}/password", null, "\"2\"");
        await reset.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.account.own");
        using var more = await self.CommandAsync(
            $"{Accounts}/{id}/grant",
            new { displayName = "x", department = "education", division = "3302", roles = new[] { "registrar" } }, ifMatch: "\"2\"");
        await more.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.account.own");
    }

    [Fact]
    public async Task Of_two_changes_of_one_version_the_second_is_refused()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na", "3302", Roles.Inspector, Roles.CaseOfficer);
        var body = new { displayName = "x", department = "education", division = "3302", roles = new[] { "inspector" } };
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => _identity.Administrator.ChangeAsync($"{Accounts}/{id}", body, "\"2\"")));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        using var blind = await _identity.Administrator.ChangeAsync($"{Accounts}/{id}", body, null);
        await blind.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
    }

    [Fact]
    public async Task A_repeat_makes_no_second_account_and_an_issued_password_is_never_repeated()
    {
        using var first = await _identity.Administrator.CommandAsync(Accounts, Account("li.na", "3302"), key: "same-key-1");
        using var repeat = await _identity.Administrator.CommandAsync(Accounts, Account("li.na", "3302"), key: "same-key-1");
        Assert.Equal((HttpStatusCode.Accepted, first.Headers.Location), (repeat.StatusCode, repeat.Headers.Location));
        using var confirmed = await _identity.Second.CommandAsync($"{first.Headers.Location}/confirmation", ifMatch: "\"1\"");
        var account = $"{Accounts}/{(await confirmed.ReadJsonAsync()).GetProperty("subjectId").GetGuid()}";
        using var other = await _identity.Administrator.CommandAsync(Accounts, Account("li.na", "3302"));
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.account.user_name_taken");

        using var issued = await _identity.Administrator.ChangeAsync($"{account}/password", null, "\"1\"");
        await issued.ShouldBeAsync(HttpStatusCode.OK);
        using var again = await _identity.Administrator.ChangeAsync($"{account}/password", null, "\"1\"");
        await again.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "request.version.stale");
        var password = (await issued.ReadJsonAsync()).GetProperty("password").GetString()!;
        Assert.DoesNotContain(
            await _identity.Service.App.Services.StoredAnswersAsync<IdentityDbContext>(),
            body => body.Contains(password, StringComparison.Ordinal));
        Assert.False(await _identity.DatabaseAsync(context => context.AuditEntries.AnyAsync(a => a.Details!.Contains(password), Cancel)));
    }

    [Theory]
    [InlineData("weather")]
    [InlineData("sport")]
    public async Task A_department_is_one_that_every_service_knows(string code)
    {
        using var answer = await _identity.Administrator.CommandAsync(
            Departments, new { code, division = "330282", nameZh = "体育", nameEn = "Sports", kind = "other" });
        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "identity.department.code_unknown");
    }

    [Fact]
    public async Task An_ended_department_takes_no_new_accounts()
    {
        using var created = await _identity.Administrator.CommandAsync(
            Departments, new { code = "fire", division = "330282", nameZh = "消防", nameEn = "Fire", kind = "fire_rescue" });
        await created.ShouldBeAsync(HttpStatusCode.Created);
        using var twice = await _identity.Administrator.CommandAsync(
            Departments, new { code = "fire", division = "330282", nameZh = "消防", nameEn = "Fire", kind = "fire_rescue" });
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.department.code_taken");
        using var ended = await _identity.Administrator.CommandAsync(
            $"{created.Headers.Location}/deactivation", ifMatch: created.Headers.ETag!.Tag);
        await ended.ShouldBeAsync(HttpStatusCode.OK);
        using var refused = await _identity.Administrator.CommandAsync(
            Accounts, new
            {
                userName = "fire.officer", displayName = "x", department = "fire", division = "330282", roles = new[] { "inspector" }
            });
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "identity.department.none");

        // It comes back: a department that was merged by mistake, or is founded anew, has its code still.
        using var opened = await _identity.Administrator.CommandAsync($"{created.Headers.Location}/reactivation", ifMatch: "\"2\"");
        Assert.True((await opened.ReadJsonAsync()).GetProperty("active").GetBoolean());
        using var again = await _identity.Administrator.CommandAsync($"{created.Headers.Location}/reactivation", ifMatch: "\"3\"");
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.department.act_not_allowed");
        using var taken = await _identity.Administrator.CommandAsync(
            Accounts, new
            {
                userName = "fire.officer", displayName = "x", department = "fire", division = "330282", roles = new[] { "inspector" }
            });
        await taken.ShouldBeAsync(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("Upper.Case")]
    [InlineData("a")]
    [InlineData("li na")]
    [InlineData("李娜")]
    [InlineData("li.na\u202e")]
    public async Task A_user_name_of_another_form_is_refused(string userName)
    {
        using var answer = await _identity.Administrator.CommandAsync(Accounts, Account(userName, "3302"));
        await answer.ShouldBeAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_client_id_never_looks_like_an_account()
    {
        using var answer = await _identity.Administrator.CommandAsync(
            Clients, new { clientId = "a1b2c3d4-0000-7000-8000-000000000000", name = "x", department = "education", division = "3302" });
        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "identity.client.client_id_form");
    }

    [Fact]
    public async Task The_pages_of_the_list_hold_everybody_once()
    {
        for (var i = 0; i < 5; i++)
        {
            await _identity.MakeAccountAsync($"officer.{i}");
            _identity.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var (names, next) = (new List<string>(), (string?)"");
        while (next is not null)
        {
            var page =
                await (await _identity.Administrator.GetAsync($"{Accounts}?limit=2" + (next.Length == 0 ? "" : $"&cursor={next}"), Cancel))
                    .ReadJsonAsync();
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("userName").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["officer.0", "officer.1", "officer.2", "officer.3", "officer.4"], names);
    }

    [Fact]
    public async Task Every_act_leaves_an_audit_row_without_names()
    {
        var (id, _) = await _identity.MakeAccountAsync("li.na");
        var rows = await _identity.DatabaseAsync(
            context => context.AuditEntries.Where(a => a.SubjectId == id).OrderBy(a => a.SubjectVersion).ToListAsync(Cancel));
        Assert.Equal(["account.create", "account.issue_password"], rows.Select(r => r.Act));
        Assert.Equal(["second-administrator", "administrator"], rows.Select(row => row.ActorId));
        Assert.All(rows, row => Assert.Equal("3302", row.Division));
        var proposal = await _identity.DatabaseAsync(
            context => context.AuditEntries.Where(a => a.Subject == "proposal").OrderBy(a => a.SubjectVersion).ToListAsync(Cancel));
        Assert.Equal(
            [("proposal.propose", "administrator"), ("proposal.confirm", "second-administrator")],
            proposal.Select(row => (row.Act, row.ActorId)));
        rows.AddRange(proposal);
        Assert.DoesNotContain(rows, row => row.Details?.Contains("测试", StringComparison.Ordinal) == true);
    }

    private static object Account(string userName, string division) => Account(userName, division, ["registrar"]);

    private static object Account(string userName, string division, string[] roles) =>
        new { userName, displayName = "测试", department = "education", division, roles };
}
