using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Data;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Officers and what they keep away from, through HTTP.</summary>
public sealed class OfficerTests
{
    private const string Officers = InspectionUnderTest.Api + "/officers";

    [Fact]
    public async Task An_officer_is_entered_told_to_others_and_shown_without_name_unless_a_purpose_is_stated()
    {
        await using var service = await InspectionUnderTest.StartAsync();

        using var answer = await service.Supervisor.CommandAsync(Officers, Statements.Officer("ｚｊ－330200 1"));

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal("\"1\"", answer.ShouldHaveStrongETag());
        var body = await answer.ReadJsonAsync();
        Assert.Equal(
            ("ZJ-3302001", "330200"), (body.GetProperty("certificateNumber").GetString(), body.GetProperty("division").GetString()));
        var fact = Assert.Single(await service.FactsOfAsync(body.GetProperty("id").GetGuid()));
        Assert.Equal("OfficerRecorded", fact.Contract);
        var path = answer.Headers.Location!.OriginalString;
        Assert.Equal("欧**", (await service.JsonAsync(path)).GetProperty("name").GetString());
        Assert.Equal("欧阳检查", (await service.JsonAsync($"{path}?purpose=核对")).GetProperty("name").GetString());
        Assert.Equal(
            1, await service.ReadAsync(
                c => c.AuditEntries.CountAsync(
                    a => a.Act == "officer.unmask" && a.Purpose == "核对", TestContext.Current.CancellationToken)));
        var kept = await service.ReadAsync(
            async c => (await c.Officers.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)).NameCipher
                + string.Concat(await service.Services.StoredAnswersAsync<InspectionDbContext>())
                + string.Concat(await c.AuditEntries.Select(a => a.Details).ToListAsync(TestContext.Current.CancellationToken))
                + fact.Payload);
        Assert.DoesNotContain("欧阳", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_an_avoidance_and_a_deactivation_are_each_announced_with_the_next_version()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (id, institution) = (await service.OfficerAsync(), await service.InstitutionAsync());

        using var changed = await service.Supervisor.ChangeAsync(
            $"{Officers}/{id}", Statements.Officer("ZJ-000001", validTo: "2030-12-31"), "\"1\"");
        using var avoided = await service.Supervisor.CommandAsync(
            $"{Officers}/{id}/avoidances", new { institutionId = institution, reason = "配偶任职" }, "\"2\"");
        using var twice = await service.Supervisor.CommandAsync(
            $"{Officers}/{id}/avoidances", new { institutionId = institution, reason = "配偶任职" }, "\"3\"");
        using var ended = await service.Supervisor.CommandAsync($"{Officers}/{id}/deactivation", new { }, "\"3\"");
        using var again = await service.Supervisor.CommandAsync($"{Officers}/{id}/deactivation", new { }, "\"4\"");
        using var late = await service.Supervisor.ChangeAsync($"{Officers}/{id}", Statements.Officer("ZJ-000001"), "\"4\"");

        await changed.ShouldBeAsync(HttpStatusCode.OK);
        await avoided.ShouldBeAsync(HttpStatusCode.OK);
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.avoids_already");
        await ended.ShouldBeAsync(HttpStatusCode.OK);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.inactive");
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.inactive");
        var facts = await service.FactsOfAsync(id);
        Assert.Equal(4, facts.Count);
        Assert.Contains("\"isActive\":false", facts[^1].Payload, StringComparison.Ordinal);
        Assert.DoesNotContain(facts, f => f.Payload.Contains("配偶", StringComparison.Ordinal));
        Assert.Equal("配偶任职", (await service.JsonAsync($"officers/{id}")).GetProperty("avoidances")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_avoidance_is_lifted_by_the_head_and_never_by_the_officer()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (id, institution) = (await service.OfficerAsync(account: "supervisor-9"), await service.InstitutionAsync());
        var (path, lifting) = ($"{Officers}/{id}/avoidances", new { institutionId = institution, reason = "配偶已离职" });
        using var avoided = await service.Supervisor.CommandAsync(
            path, new { institutionId = institution, reason = "配偶任职" }, "\"1\"");
        await avoided.ShouldBeAsync(HttpStatusCode.OK);

        using var own = await service.As("supervisor-9", "3302", "education", Roles.Supervisor)
            .CommandAsync($"{path}/lifting", lifting, "\"2\"");
        using var lifted = await service.Supervisor.CommandAsync($"{path}/lifting", lifting, "\"2\"");
        using var again = await service.Supervisor.CommandAsync($"{path}/lifting", lifting, "\"3\"");
        using var anew = await service.Supervisor.CommandAsync(
            path, new { institutionId = institution, reason = "配偶任职" }, "\"3\"");

        await own.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.act.own_hand");
        await lifted.ShouldBeAsync(HttpStatusCode.OK);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.avoids_not");
        await anew.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal(4, (await service.FactsOfAsync(id)).Count);
    }

    [Fact]
    public async Task Nobody_gets_rid_of_an_avoidance_by_another_account_in_the_entry()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (id, institution) = (await service.OfficerAsync(account: "supervisor-9"), await service.InstitutionAsync());
        using var avoided = await service.Supervisor.CommandAsync(
            $"{Officers}/{id}/avoidances", new { institutionId = institution, reason = "配偶任职" }, "\"1\"");
        await avoided.ShouldBeAsync(HttpStatusCode.OK);

        var without = Statements.Officer("ZJ-000001");
        using var own = await service.As("supervisor-9", "3302", "education", Roles.Supervisor)
            .ChangeAsync($"{Officers}/{id}", without, "\"2\"");
        using var another = await service.Supervisor.ChangeAsync($"{Officers}/{id}", without, "\"2\"");

        await own.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.act.own_hand");
        await another.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.account_avoids");
    }

    [Fact]
    public async Task Of_two_that_enter_the_same_avoidance_at_the_same_moment_the_second_is_stale()
    {
        // The database is given the avoidance before the officer, so its key is violated before the officer's version is compared.
        var saves = new OverlappingSaves(2, context => context.ChangeTracker.Entries<Avoidance>().Any());
        await using var service = await InspectionUnderTest.StartAsync(interceptor: saves);
        var (id, institution) = (await service.OfficerAsync(), await service.InstitutionAsync());

        var avoidance = new { institutionId = institution, reason = "配偶任职" };
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => service.Supervisor.CommandAsync($"{Officers}/{id}/avoidances", avoidance, "\"1\"")));

        await answers.First(answer => !answer.IsSuccessStatusCode)
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "request.version.stale");
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.True(saves.HaveMet);
    }

    [Theory]
    [InlineData("certificateNumber", "ZJ--1", "inspection.officer.certificate_malformed")]
    [InlineData("certificateNumber", "执法/1", "inspection.officer.certificate_malformed")]
    [InlineData("department", "Education", "inspection.officer.department_malformed")]
    [InlineData("department", "weather", "inspection.officer.department_unknown")]
    [InlineData("department", "coordination", "inspection.officer.department_does_not_inspect")]
    [InlineData("department", "discipline", "inspection.officer.department_does_not_inspect")]
    [InlineData("division", "33028", "identifier.division.length")]
    [InlineData("validTo", "2023-12-31", "inspection.officer.term_reversed")]
    [InlineData("validTo", "9999-12-31", "inspection.officer.day_out_of_range")]
    [InlineData("validFrom", "1900-01-01", "inspection.officer.day_out_of_range")]
    [InlineData("name", "姓\u0000名", "text.control_character")]
    [InlineData("name", "姓\u202E名", "text.direction_mark")]
    [InlineData("name", "   ", "text.required")]
    public async Task A_bad_statement_is_refused_by_name(string member, string value, string code)
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var statement = Statements.Officer();
        statement[member] = value;

        using var answer = await service.Supervisor.CommandAsync(Officers, statement);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Over_long_texts_and_unknown_members_are_refused()
    {
        await using var service = await InspectionUnderTest.StartAsync();

        using var longName = await service.Supervisor.CommandAsync(Officers, Statements.Officer().And(new { name = new string('长', 101) }));
        using var unknown = await service.Supervisor.CommandAsync(Officers, Statements.Officer().And(new { rank = "x" }));
        using var specialties = await service.Supervisor.CommandAsync(
            Officers, Statements.Officer().And(new { specialties = new[] { "消防", "消防" } }));

        await longName.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.length");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.body.malformed");
        await specialties.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.officer.specialty_malformed");
    }

    [Fact]
    public async Task A_certificate_and_an_account_belong_to_one_officer()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        using var first = await service.Supervisor.CommandAsync(Officers, Statements.Officer().And(new { accountId = "account-1" }));

        using var certificate = await service.Supervisor.CommandAsync(Officers, Statements.Officer("zj-900001"));
        using var account = await service.Supervisor.CommandAsync(
            Officers, Statements.Officer("ZJ-2").And(new { accountId = "account-1" }));

        await first.ShouldBeAsync(HttpStatusCode.Created);
        await certificate.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.certificate_taken");
        await account.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.officer.account_taken");
    }

    [Fact]
    public async Task A_department_keeps_its_own_officers_within_its_division()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var id = await service.OfficerAsync();
        var elsewhere = service.As("supervisor-2", "3303", "education", Roles.Supervisor);
        var fire = service.As("supervisor-3", "3302", "fire", Roles.Supervisor);
        var inspector = service.Inspector;

        using var foreign = await elsewhere.ChangeAsync($"{Officers}/{id}", Statements.Officer("ZJ-000001", division: "3303"), "\"1\"");
        using var outside = await elsewhere.CommandAsync(Officers, Statements.Officer());
        using var other = await fire.ChangeAsync($"{Officers}/{id}", Statements.Officer("ZJ-000001", "fire"), "\"1\"");
        using var role = await inspector.CommandAsync(Officers, Statements.Officer());
        using var nobody = await service.Anonymous().GetAsync(Officers, TestContext.Current.CancellationToken);

        await foreign.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.officer.unknown");
        await outside.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "inspection.officer.out_of_scope");
        await other.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "inspection.officer.other_department");
        await role.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
        await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.missing");
        Assert.Empty((await service.JsonAsync("officers", elsewhere)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_list_pages_by_cursor_and_narrows_by_filter()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        await service.TeamAsync("education", "fire");

        var first = await service.JsonAsync("officers?limit=3");
        var second = await service.JsonAsync($"officers?limit=3&cursor={first.GetProperty("next").GetString()}");
        using var alien = await service.Inspector.GetAsync(
            $"{Officers}?department=fire&cursor={first.GetProperty("next").GetString()}", TestContext.Current.CancellationToken);
        using var misspelt = await service.Inspector.GetAsync($"{Officers}?departement=fire", TestContext.Current.CancellationToken);

        Assert.Equal((3, 1), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal(2, (await service.JsonAsync("officers?department=fire&active=true")).GetProperty("items").GetArrayLength());
        await alien.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.cursor.unknown");
        await misspelt.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.query.unknown");
    }
}
