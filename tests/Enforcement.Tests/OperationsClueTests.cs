using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;
using static Oversight.Enforcement.Tests.OperationsUnderTest;

namespace Oversight.Enforcement.Tests;

/// <summary>Clues on their way between departments, through HTTP.</summary>
public sealed class OperationsClueTests
{
    [Fact]
    public async Task A_clue_goes_from_one_department_to_another_is_taken_and_ends_once()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var sent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        Assert.Equal(("sent", "fire", "education"), (sent.Text("status"), sent.Text("department"), sent.Text("senderDepartment")));

        var taken = await ActAsync(service.Fire, "clues", sent, "acceptance");
        var named = await ActAsync(service.FireHead, "clues", taken, "assignment", new { officer = "fire-officer" });
        Assert.Equal("fire-officer", named.Text("assignee"));
        var ended = await ActAsync(service.Fire, "clues", named, "conclusion", new { outcome = "no_violation", reason = "已核查" });

        Assert.Equal("concluded", ended.Text("status"));
        var (contract, fact) = Assert.Single(await service.FactsOfAsync(sent.Id));
        Assert.Equal(("ClueConcluded", "department", "no_violation", "fire"),
            (contract, fact.GetProperty("source").GetString(), fact.GetProperty("outcome").GetString(),
                fact.GetProperty("department").GetString()));
        await RefusedAsync(
            service.Fire, "clues", ended, "conclusion", new { outcome = "rectified", reason = "又" }, HttpStatusCode.Conflict,
            "enforcement.clue.act_not_allowed");
        var detail = await JsonAsync($"clues/{sent.Id}", service.Education);
        Assert.Equal(
            ["send", "accept", "assign", "conclude"],
            detail.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("act").GetString()));
        Assert.Equal("疏散通道被堵。", detail.GetProperty("summary").GetString());
        Assert.All(detail.GetProperty("clocks").EnumerateArray(), clock => Assert.Equal("stopped", clock.GetProperty("state").GetString()));
        Assert.Equal(["clue.send", "clue.accept", "clue.assign", "clue.conclude"],
            await service.QueryAsync(
                c => c.AuditEntries.Where(a => a.SubjectId == sent.Id).OrderBy(a => a.SubjectVersion).Select(a => a.Act)
                    .ToListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Two_departments_that_do_not_agree_are_told_by_a_third_whose_clue_it_is()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var sent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        var returned = await ActAsync(service.Fire, "clues", sent, "return", new { reason = "不属本部门职责" });
        var objected = await ActAsync(service.Education, "clues", returned, "objection", new { reason = "属消防职责" });

        await RefusedAsync(
            service.FireHead, "clues", objected, "arbitration", new { department = "education", reason = "x" }, HttpStatusCode.Forbidden,
            "enforcement.clue.not_neutral");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"clues/{sent.Id}", service.Market));
        var decided = await ActAsync(service.Office, "clues", objected, "arbitration", new { department = "fire", reason = "消防法" });

        Assert.Equal(("accepted", "fire"), (decided.Text("status"), decided.Text("department")));
        Assert.True(decided.Flag("isArbitrated"));
        await RefusedAsync(
            service.Fire, "clues", decided, "transfer", new { department = "market", reason = "x" }, HttpStatusCode.Conflict,
            "enforcement.clue.arbitrated");
    }

    [Fact]
    public async Task A_clue_that_nobody_answers_is_overdue_although_nobody_was_named_for_it()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var slow = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        var urgent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value, urgent: true);

        // One working day after Tuesday the 24th ends with the 25th, three with Friday the 27th.
        await service.PassToAsync(new DateTimeOffset(2026, 11, 25, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            [urgent.Id],
            (await ItemsAsync("clues?overdue=true&unassigned=true", service.Fire)).ConvertAll(c => c.GetProperty("id").GetGuid()));
        await service.PassToAsync(new DateTimeOffset(2026, 11, 27, 16, 0, 0, TimeSpan.Zero));

        Assert.Equal(2, (await ItemsAsync("clues?overdue=true", service.Fire)).Count);
        await RefusedAsync(service.Fire, "clues", slow, "acceptance", null, HttpStatusCode.PreconditionFailed, "request.version.stale");
        var taken = await ActAsync(service.Fire, "clues", await ReadAsync(service.Fire, "clues", slow.Id), "acceptance");
        Assert.False(taken.Flag("isOverdue"));
    }

    [Fact]
    public async Task An_objection_comes_within_five_working_days()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var sent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);

        await service.PassToAsync(new DateTimeOffset(2026, 12, 1, 16, 0, 0, TimeSpan.Zero));

        await RefusedAsync(
            service.Fire, "clues", await ReadAsync(service.Fire, "clues", sent.Id), "objection", new { reason = "x" },
            HttpStatusCode.Conflict, "enforcement.clue.objection_late");
    }

    [Fact]
    public async Task A_suspected_crime_goes_to_the_police_within_a_day_of_its_approval()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var clue = await ActAsync(
            service.Fire, "clues", await SendAsync(service.Education, "fire", party.InstitutionId!.Value), "acceptance");
        var suspected = await ActAsync(service.Fire, "clues", clue, "suspicion", new { reason = "涉嫌犯罪" });
        await RefusedAsync(
            service.Fire, "clues", suspected, "conclusion", new { outcome = "rectified", reason = "x" }, HttpStatusCode.Conflict,
            "enforcement.clue.police_pending");
        await RefusedAsync(
            service.As("fire-officer", "fire", Roles.Supervisor), "clues", suspected, "police-approval", null, HttpStatusCode.Forbidden,
            "enforcement.clue.own_suspicion");
        var approved = await ActAsync(service.FireHead, "clues", suspected, "police-approval");
        Assert.InRange(
            approved.Json.GetProperty("policeDueAt").GetDateTime().ToUniversalTime(), Start.UtcDateTime.AddHours(24),
            Start.UtcDateTime.AddHours(24).AddSeconds(1));

        await service.PassToAsync(Start.AddHours(24).AddSeconds(2));
        var missed = await ReadAsync(service.Fire, "clues", clue.Id);
        Assert.True(missed.Json.GetProperty("clue").GetProperty("isPoliceOverdue").GetBoolean());
        var handed = await ActAsync(service.Fire, "clues", missed, "police-transfer", new { document = "消移〔2026〕1号" });

        Assert.Equal("handed_over", handed.Text("police"));
    }

    [Theory]
    [InlineData("summary", "", "request.field.length")]
    [InlineData("summary", "a\u0000b", "text.control_character")]
    [InlineData("department", "fyre", "enforcement.department.unknown")]
    [InlineData("category", "Fire Hazard", "request.field.pattern")]
    public async Task A_faulty_clue_is_refused(string member, string value, string code)
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var body = new Dictionary<string, object?>
        {
            ["institutionId"] = party.InstitutionId, ["violations"] = Array.Empty<string>(), ["summary"] = "事实", ["department"] = "fire",
            [member] = value
        };

        using var answer = await service.Education.CommandAsync($"{Api}/clues", body);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("37")]
    [InlineData("V37x")]
    [InlineData("V99")]
    public async Task A_violation_is_a_code_of_the_catalogue(string violation)
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();

        using var answer = await service.Education.CommandAsync(
            $"{Api}/clues",
            new { institutionId = party.InstitutionId, violations = new[] { violation }, summary = "事实", department = "fire" });

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "enforcement.clue.violation_malformed");
    }

    [Fact]
    public async Task A_violation_has_one_spelling_however_it_is_typed()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();

        var clue = await CreateAsync(
            service.Education, "clues",
            new { institutionId = party.InstitutionId, violations = new[] { "Ｖ３７", "v37", "V36" }, summary = "事实", department = "fire" });

        Assert.Equal(["V37", "V36"], clue.Json.GetProperty("violations").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public async Task A_party_is_of_the_register_or_stated_and_lies_in_the_own_division()
    {
        await using var service = await StartAsync();
        var elsewhere = await service.RegisterAsync("330106");
        async Task RefusedAsync(object party, HttpStatusCode status, string code)
        {
            using var answer = await service.Education.CommandAsync($"{Api}/clues", party);
            await answer.ShouldBeProblemAsync(status, code);
        }

        var stated = new { name = "无名托管点", division = "３３０２８２", address = "某路 2 号" };
        await RefusedAsync(
            new { violations = Array.Empty<string>(), summary = "x", department = "fire" }, HttpStatusCode.BadRequest,
            "enforcement.party.either_or");
        await RefusedAsync(
            new
            {
                institutionId = elsewhere.InstitutionId, party = stated, violations = Array.Empty<string>(), summary = "x",
                department = "fire"
            }, HttpStatusCode.BadRequest, "enforcement.party.either_or");
        await RefusedAsync(
            new { institutionId = elsewhere.InstitutionId, violations = Array.Empty<string>(), summary = "x", department = "fire" },
            HttpStatusCode.UnprocessableEntity, "enforcement.party.unknown");
        await RefusedAsync(
            new { party = stated with { division = "330106" }, violations = Array.Empty<string>(), summary = "x", department = "fire" },
            HttpStatusCode.Forbidden, "enforcement.party.out_of_scope");
        await RefusedAsync(
            new { party = stated with { division = "3302" }, violations = Array.Empty<string>(), summary = "x", department = "fire" },
            HttpStatusCode.BadRequest, "enforcement.party.county_required");
        var clue = await CreateAsync(
            service.FireSystem, "clues",
            new { party = stated, violations = Array.Empty<string>(), summary = "x", department = "education" });
        Assert.Equal("330282", clue.Json.GetProperty("party").GetProperty("division").GetString());
    }

    [Fact]
    public async Task A_stated_credit_code_that_the_register_has_is_that_entry()
    {
        await using var service = await StartAsync();
        var known = await service.RegisterAsync(creditCode: "91350100M000100Y43");

        var clue = await CreateAsync(
            service.Education, "clues",
            new
            {
                party = new { name = "门牌上的名字", creditCode = known.CreditCode, division = "330282" }, violations = Array.Empty<string>(),
                summary = "x", department = "fire",
            });

        var party = clue.Json.GetProperty("party");
        Assert.Equal(
            (known.InstitutionId, known.Name), (party.GetProperty("institutionId").GetGuid(), party.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Another_division_and_an_uninvolved_department_do_not_see_a_clue()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var sent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        var elsewhere = service.As("fire-yy", "fire", Roles.CaseOfficer, "330281");

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"clues/{sent.Id}", elsewhere));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"clues/{sent.Id}", service.Market));
        Assert.Empty(await ItemsAsync("clues", service.Market));
        Assert.Single(await ItemsAsync("clues?source=department&status=sent", service.Fire));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("clues?status=lost", service.Fire));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("clues?colour=red", service.Fire));
        await RefusedAsync(elsewhere, "clues", sent, "acceptance", null, HttpStatusCode.NotFound, "enforcement.clue.unknown");
        await RefusedAsync(service.Education, "clues", sent, "acceptance", null, HttpStatusCode.Forbidden, "enforcement.clue.not_yours");
    }

    [Fact]
    public async Task An_act_names_the_version_and_a_repeat_is_answered_as_the_first()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var sent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);

        using var bare = await service.Fire.CommandAsync($"{Api}/clues/{sent.Id}/acceptance", new { });
        await bare.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
        using var first = await TryAsync(service.Fire, "clues", sent, "acceptance", key: "the-same-key-1");
        using var again = await TryAsync(service.Fire, "clues", sent, "acceptance", key: "the-same-key-1");
        await first.ShouldBeAsync(HttpStatusCode.OK);
        await again.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal(first.ShouldHaveStrongETag(), again.ShouldHaveStrongETag());
        Assert.Equal(
            2, await service.QueryAsync(
                c => c.AuditEntries.CountAsync(a => a.SubjectId == sent.Id, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_succeeds()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var sent = await SendAsync(service.Education, "fire", party.InstitutionId!.Value);

        var answers = await Task.WhenAll(
            TryAsync(service.Fire, "clues", sent, "acceptance"), TryAsync(service.FireHead, "clues", sent, "return", new { reason = "x" }));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
    }
}
