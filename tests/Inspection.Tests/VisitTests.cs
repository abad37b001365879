using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>The life of a visit, through HTTP.</summary>
public sealed class VisitTests
{
    private const string Visits = InspectionUnderTest.Api + "/visits";

    [Fact]
    public async Task A_joint_visit_from_plan_to_conclusion_announces_what_was_found_and_no_free_text()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        string[] departments = ["education", "fire"];
        var visit = await service.UnderWayAsync(departments);
        using var photo = await service.UploadAsync(visit.Id, Photos.Png(), item: "F05");
        await photo.ShouldBeAsync(HttpStatusCode.Created);

        await service.AnswerAsync(visit, ("E01", "pass"), ("F05", "fail"), ("F12", "not_applicable"));
        await service.ActAsync(
            visit, "findings",
            new { item = "F05", description = "王五在楼梯间堆物", evidence = new[] { Photos.HashOf(Photos.Png()) }, correctedOnSite = true },
            service.FireInspector);
        var concluded = await service.ActAsync(
            visit, "conclusion", new { results = new[] { "E" }, signature = new { kind = "refused", note = "李四拒签" } });

        Assert.Equal("concluded", concluded.GetProperty("status").GetString());
        var (contract, payload) = Assert.Single(await service.FactsOfAsync(visit.Id));
        Assert.Equal("InspectionConcluded", contract);
        var fact = JsonDocument.Parse(payload).RootElement;
        Assert.Equal(departments, fact.GetProperty("departments").EnumerateArray().Select(d => d.GetString()!));
        var finding = Assert.Single(fact.GetProperty("findings").EnumerateArray());
        Assert.Equal(("F05", "fire", "high", "V37"), (
            finding.GetProperty("item").GetString(), finding.GetProperty("department").GetString(),
            finding.GetProperty("severity").GetString(), finding.GetProperty("violation").GetString()));
        Assert.Equal(
            ("消防法", 64),
            (finding.GetProperty("ground").GetProperty("law").GetString(), finding.GetProperty("evidence")[0].GetString()!.Length));
        // 20 working days from 24 November 2026.
        Assert.Equal("2026-12-22", fact.GetProperty("publishDueOn").GetString());
        var stored = string.Concat(await service.Services.StoredAnswersAsync<InspectionDbContext>());
        var audited = await service.ReadAsync(
            async c => string.Concat(await c.AuditEntries.Select(a => a.Details).ToListAsync(TestContext.Current.CancellationToken)));
        Assert.All(["王五", "李四", "张三"], name => Assert.DoesNotContain(name, payload + stored + audited, StringComparison.Ordinal));
        var ciphers = await service.ReadAsync(
            c => c.Visits.AsNoTracking().Include(v => v.Findings).Include(v => v.Answers).AsSplitQuery()
                .SingleAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("aesgcm.", ciphers.Findings.Single().DescriptionCipher, StringComparison.Ordinal);
        Assert.All(ciphers.Answers, a => Assert.StartsWith("aesgcm.", a.NoteCipher, StringComparison.Ordinal));
        var detail = await service.JsonAsync($"visits/{visit.Id}");
        Assert.Equal(
            ("王五在楼梯间堆物", "李四拒签"),
            (detail.GetProperty("findings")[0].GetProperty("description").GetString(), detail.GetProperty("signatureNote").GetString()));
        Assert.Equal(
            ("sampling.publish", "2026-12-22"),
            (detail.GetProperty("clocks")[0].GetProperty("key").GetString(),
                detail.GetProperty("clocks")[0].GetProperty("dueOn").GetString()));
    }

    [Fact]
    public async Task An_officer_who_comes_to_avoid_the_party_does_nothing_more_on_the_visit_until_it_is_lifted()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var institution = await service.InstitutionAsync();
        var officer = await service.OfficerAsync(account: "inspector-1");
        var visit = await service.PlanAsync(institution, [officer, await service.OfficerAsync()]);
        await service.ActAsync(visit, "approval", new { }, service.Supervisor);
        object checkIn = new { latitude = 30.17, longitude = 121.23, certificatesShown = true };
        var path = $"{InspectionUnderTest.Api}/officers/{officer}/avoidances";
        object avoidance = new { institutionId = institution, reason = "亲属" };
        using var avoided = await service.Supervisor.CommandAsync(path, avoidance, "\"1\"");
        await avoided.ShouldBeAsync(HttpStatusCode.OK);

        using var refused = await service.Inspector.CommandAsync($"{Visits}/{visit.Id}/check-in", checkIn, visit.ETag);
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.act.avoidance");
        Assert.True(problem.Body.TryGetProperty("legalBasis", out _));
        using var lifted = await service.Supervisor.CommandAsync($"{path}/lifting", avoidance, "\"2\"");
        await lifted.ShouldBeAsync(HttpStatusCode.OK);
        await service.ActAsync(visit, "check-in", checkIn);
    }

    [Fact]
    public async Task Every_refusal_of_a_team_has_its_name_and_its_article()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var institution = await service.InstitutionAsync();
        var (one, two) = (await service.OfficerAsync(), await service.OfficerAsync());
        var (fire, elsewhere, expired) =
            (await service.OfficerAsync("fire"), await service.OfficerAsync(division: "330281"),
                await service.OfficerAsync(validTo: "2026-11-23"));
        var avoiding = await service.OfficerAsync();
        using var avoided = await service.Supervisor.CommandAsync(
            $"{InspectionUnderTest.Api}/officers/{avoiding}/avoidances", new { institutionId = institution, reason = "亲属" }, "\"1\"");
        await avoided.ShouldBeAsync(HttpStatusCode.OK);

        (Guid[] Officers, HttpStatusCode Status, string Code)[] cases =
        [
            ([one], HttpStatusCode.Conflict, "too_few_officers"),
            ([one, one], HttpStatusCode.BadRequest, "officer_twice"),
            ([one, Guid.CreateVersion7()], HttpStatusCode.BadRequest, "officer_unknown"),
            ([one, fire], HttpStatusCode.Conflict, "officer_other_department"),
            ([one, elsewhere], HttpStatusCode.Conflict, "officer_other_division"),
            ([one, expired], HttpStatusCode.Conflict, "certificate_not_valid"),
            ([one, avoiding], HttpStatusCode.Conflict, "officer_avoids"),
        ];
        foreach (var (officers, status, code) in cases)
        {
            using var answer = await service.Inspector.CommandAsync(Visits, Statements.Plan(institution, officers));
            var problem = await answer.ShouldBeProblemAsync(status, $"inspection.visit.{code}");
            Assert.True(code == "officer_unknown" || problem.Body.TryGetProperty("legalBasis", out _), code);
        }

        await service.PlanAsync(institution, [one, two]);
    }

    [Fact]
    public async Task A_certificate_that_ran_out_between_plan_and_visit_is_refused_at_check_in()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        List<Guid> team = [await service.OfficerAsync(), await service.OfficerAsync(validTo: "2026-11-24")];
        var visit = await service.PlanAsync(await service.InstitutionAsync(), team);
        await service.ActAsync(visit, "approval", new { }, service.Supervisor);
        service.Clock.Advance(TimeSpan.FromHours(15));

        await service.RefusedAsync(
            visit, "check-in", new { certificatesShown = true }, HttpStatusCode.Conflict, "inspection.visit.certificate_not_valid");
        Assert.Equal("approved", (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("visit").GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_cap_asks_for_a_reason_and_a_visit_that_falls_away_counts_no_longer()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team) = (await service.InstitutionAsync(), await service.TeamAsync());
        var first = await service.PlanAsync(institution, team);
        await service.PlanAsync(institution, team);

        using var third = await service.Inspector.CommandAsync(Visits, Statements.Plan(institution, team));
        var problem = await third.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.visit.over_cap");
        Assert.Contains("54号", problem.Body.GetProperty("legalBasis").GetProperty("law").GetString(), StringComparison.Ordinal);
        await service.PlanAsync(institution, team, more: new { kind = "case" });
        Assert.Equal((2, 2), await CountAsync());
        await service.ActAsync(first, "cancellation", new { reason = "改期" });
        Assert.Equal((1, 2), await CountAsync());
        await service.PlanAsync(institution, team);
        await service.PlanAsync(institution, team, more: new { capReason = "线索集中" });
        Assert.Equal((3, 2), await CountAsync());

        async Task<(int, int)> CountAsync()
        {
            var own = (await service.JsonAsync($"institutions/{institution}/overview")).GetProperty("departments").EnumerateArray()
                .Single(d => d.GetProperty("department").GetString() == "education");
            return (own.GetProperty("counted").GetInt32(), own.GetProperty("cap").GetInt32());
        }
    }

    [Fact]
    public async Task Two_plans_at_once_cannot_slip_past_the_cap()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team) = (await service.InstitutionAsync(), await service.TeamAsync());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => service.Inspector.CommandAsync(Visits, Statements.Plan(institution, team))));

        var made = answers.Count(a => a.StatusCode == HttpStatusCode.Created);
        Assert.InRange(made, 1, 2);
        Assert.All(
            answers.Where(a => a.StatusCode != HttpStatusCode.Created),
            a => Assert.True(a.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed, a.ToString()));
        Assert.Equal(
            made, await service.ReadAsync(c => c.VisitTallies.Select(t => t.Counted).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Who_planned_does_not_approve_and_only_departments_that_take_part_act()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var both = service.As("both-1", "3302", "education", Roles.Inspector, Roles.Supervisor);
        var fire = service.As("fire-supervisor", "3302", "fire", Roles.Supervisor);
        var visit = await service.PlanAsync(await service.InstitutionAsync(), await service.TeamAsync(), by: both);

        await service.RefusedAsync(visit, "approval", new { }, HttpStatusCode.Forbidden, "inspection.visit.approver_planned", both);
        await service.RefusedAsync(visit, "approval", new { }, HttpStatusCode.Forbidden, "inspection.visit.not_your_department", fire);
        await service.RefusedAsync(visit, "approval", new { }, HttpStatusCode.Forbidden, "request.role.missing", service.Inspector);
        await service.RefusedAsync(
            visit, "check-in", new { certificatesShown = true }, HttpStatusCode.Conflict, "inspection.visit.approval_missing");
        var approved = await service.ActAsync(visit, "approval", new { }, service.Supervisor);
        Assert.Equal(16, approved.GetProperty("actCode").GetString()!.Length);
        await service.RefusedAsync(
            visit, "approval", new { }, HttpStatusCode.Conflict, "inspection.visit.act_not_allowed", service.Supervisor);
    }

    [Fact]
    public async Task An_urgent_visit_begins_before_its_approval_and_tells_when_that_is_late()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team) = (await service.InstitutionAsync(), await service.TeamAsync());
        using var bare = await service.Inspector.CommandAsync(Visits, Statements.Plan(institution, team).And(new { urgent = true }));
        await bare.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.visit.urgent_reason_required");
        var visit = await service.PlanAsync(institution, team, more: new { urgent = true, urgentReason = "燃气泄漏" });

        var begun = await service.ActAsync(visit, "check-in", new { certificatesShown = true });
        Assert.Equal("2026-11-25T01:00:00Z", begun.GetProperty("approvalDueAt").GetString());
        await service.AnswerAsync(visit, ("E01", "pass"));
        await service.RefusedAsync(
            visit, "conclusion", Statements.Conclusion("1"), HttpStatusCode.Conflict, "inspection.visit.approval_missing");
        service.Clock.Advance(TimeSpan.FromHours(24));
        await service.SweepAsync();
        await Eventually.HoldsAsync(
            async () => Assert.True(
                (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("visit").GetProperty("approvalOverdue").GetBoolean()),
            TimeSpan.FromSeconds(10), "the late approval is noted");
        visit.ETag = "\"4\"";
        await service.ActAsync(visit, "approval", new { }, service.Supervisor);
        await service.ActAsync(visit, "conclusion", Statements.Conclusion("1"));
    }

    [Fact]
    public async Task A_change_names_its_version_and_of_two_officers_at_once_one_succeeds()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync();
        using var bare = await service.Inspector.CommandAsync($"{Visits}/{visit.Id}/conclusion", Statements.Conclusion("6"));
        await bare.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
        await service.RefusedAsync(
            visit, "conclusion", Statements.Conclusion("6"), HttpStatusCode.PreconditionFailed, "request.version.stale", etag: "\"1\"");

        var both = await Task.WhenAll(
            service.Inspector.ChangeAsync(
                $"{Visits}/{visit.Id}/answers", new { answers = new[] { new { item = "E01", result = "pass" } } }, visit.ETag),
            service.Supervisor.ChangeAsync(
                $"{Visits}/{visit.Id}/answers", new { answers = new[] { new { item = "E02", result = "pass" } } }, visit.ETag));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], both.Select(a => a.StatusCode).Order());
        Assert.Equal(1, (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("answers").GetArrayLength());
    }

    [Fact]
    public async Task The_same_command_twice_has_one_effect_and_one_answer()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team) = (await service.InstitutionAsync(), await service.TeamAsync());

        using var first = await service.Inspector.CommandAsync(Visits, Statements.Plan(institution, team), key: "the-same-key");
        using var second = await service.Inspector.CommandAsync(Visits, Statements.Plan(institution, team), key: "the-same-key");
        using var other = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(institution, team).And(new { kind = "case" }), key: "the-same-key");

        Assert.Equal((await first.ReadJsonAsync()).GetRawText(), (await second.ReadJsonAsync()).GetRawText());
        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "request.key.reused");
        Assert.Equal(1, await service.ReadAsync(c => c.Visits.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_bad_plan_is_refused_by_name()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team) = (await service.InstitutionAsync(), await service.TeamAsync());
        var party = new { name = "无名", division = "330282", address = "某路" };

        (object More, HttpStatusCode Status, string Code)[] cases =
        [
            (new { plannedOn = "9999-12-31" }, HttpStatusCode.BadRequest, "inspection.visit.day_out_of_range"),
            (new { plannedOn = "2026-11-23" }, HttpStatusCode.BadRequest, "inspection.visit.day_out_of_range"),
            (new { plannedOn = "2026-13-01" }, HttpStatusCode.BadRequest, "request.body.malformed"),
            (new { kind = "weekly" }, HttpStatusCode.BadRequest, "request.body.malformed"),
            (new { departments = Array.Empty<string>() }, HttpStatusCode.BadRequest, "request.field.length"),
            (new { departments = new[] { "education", "education" } }, HttpStatusCode.BadRequest, "inspection.visit.departments_malformed"),
            (new { departments = new[] { "education", "weather" } }, HttpStatusCode.BadRequest, "inspection.visit.department_unknown"),
            (new { departments = new[] { "fire" } }, HttpStatusCode.Forbidden, "inspection.visit.not_your_department"),
            (new { party }, HttpStatusCode.BadRequest, "inspection.visit.party_required"),
            (new { institutionId = (Guid?)null }, HttpStatusCode.BadRequest, "inspection.visit.party_required"),
            (new { institutionId = (Guid?)null, party = party with { division = "3302" } }, HttpStatusCode.BadRequest,
                "inspection.visit.county_required"),
            (new { institutionId = (Guid?)null, party = party with { division = "330382" } }, HttpStatusCode.Forbidden,
                "inspection.visit.out_of_scope"),
            (new { institutionId = (Guid?)null, party = party with { name = "名\u0007" } }, HttpStatusCode.BadRequest,
                "text.control_character"),
            (new { capReason = new string('长', 501) }, HttpStatusCode.BadRequest, "request.field.length"),
            (new { operationId = Guid.CreateVersion7() }, HttpStatusCode.NotFound, "inspection.operation.unknown"),
        ];
        foreach (var (more, status, code) in cases)
        {
            using var answer = await service.Inspector.CommandAsync(Visits, Statements.Plan(institution, team).And(more));
            await answer.ShouldBeProblemAsync(status, code);
        }

        using var unregistered = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(null, team).And(new { party = party with { division = "３３０２８２" } }));
        await unregistered.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal("330282", (await unregistered.ReadJsonAsync()).GetProperty("party").GetProperty("division").GetString());
    }

    [Fact]
    public async Task A_bad_check_in_answer_finding_or_conclusion_is_refused_by_name()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var approved = await service.PlanAsync(await service.InstitutionAsync(), await service.TeamAsync());
        await service.ActAsync(approved, "approval", new { }, service.Supervisor);
        await service.RefusedAsync(
            approved, "check-in", new { certificatesShown = false }, HttpStatusCode.Conflict, "inspection.visit.certificates_not_shown");
        await service.RefusedAsync(
            approved, "check-in", new { certificatesShown = true, latitude = 30.1 }, HttpStatusCode.BadRequest,
            "inspection.visit.place_malformed");
        await service.RefusedAsync(
            approved, "check-in", new { certificatesShown = true, latitude = 300.1, longitude = 121.1 }, HttpStatusCode.BadRequest,
            "inspection.visit.place_malformed");
        await service.ActAsync(approved, "check-in", new { certificatesShown = true });

        foreach (var (item, code) in new[] { ("Q99", "item_unknown"), ("F05", "item_unknown"), ("E04", "item_unknown") })
        {
            using var answer = await service.Inspector.ChangeAsync(
                $"{Visits}/{approved.Id}/answers", new { answers = new[] { new { item, result = "pass" } } }, approved.ETag);
            await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, $"inspection.visit.{code}");
            await service.RefusedAsync(
                approved, "findings", new { item, description = "x", correctedOnSite = false }, HttpStatusCode.BadRequest,
                $"inspection.visit.{code}");
        }

        using var twice = await service.Inspector.ChangeAsync(
            $"{Visits}/{approved.Id}/answers",
            new { answers = new[] { new { item = "E01", result = "pass" }, new { item = "E01", result = "fail" } } }, approved.ETag);
        await twice.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.visit.item_twice");
        var finding = new
        {
            item = "E01", description = "x", correctedOnSite = false, evidence = Array.Empty<string>(), violation = (string?)null
        };
        await service.RefusedAsync(
            approved, "findings", finding with { evidence = [new string('a', 64)] }, HttpStatusCode.BadRequest,
            "inspection.finding.evidence_unknown");
        await service.RefusedAsync(
            approved, "findings", finding with { violation = "37" }, HttpStatusCode.BadRequest, "inspection.finding.violation_malformed");
        await service.RefusedAsync(
            approved, "findings", finding with { violation = "V99" }, HttpStatusCode.BadRequest, "inspection.finding.violation_malformed");
        await service.RefusedAsync(
            approved, "findings", finding with { description = new string('长', 1001) }, HttpStatusCode.BadRequest, "request.field.length");
        await service.RefusedAsync(
            approved, "findings", finding with { description = "\u202E" }, HttpStatusCode.BadRequest, "text.direction_mark");
        await service.ActAsync(approved, "findings", finding);
        await service.RefusedAsync(approved, "findings", finding, HttpStatusCode.Conflict, "inspection.finding.exists");
        await service.RefusedAsync(
            approved, "conclusion", Statements.Conclusion("1"), HttpStatusCode.Conflict, "inspection.visit.result_contradicts");
        await service.RefusedAsync(
            approved, "conclusion", Statements.Conclusion("Q"), HttpStatusCode.BadRequest, "inspection.visit.result_unknown");
        await service.RefusedAsync(
            approved, "conclusion", new { results = new[] { "A" }, signature = new { kind = "refused" } }, HttpStatusCode.BadRequest,
            "inspection.visit.signature_note_required");
        await service.AnswerAsync(approved, ("E02", "fail"));
        await service.RefusedAsync(
            approved, "conclusion", Statements.Conclusion("A"), HttpStatusCode.Conflict, "inspection.visit.finding_missing");
        await service.AnswerAsync(approved, ("E02", "pass"));
        await service.ActAsync(approved, "conclusion", Statements.Conclusion("A"));

        using var late = await service.Inspector.ChangeAsync(
            $"{Visits}/{approved.Id}/answers", new { answers = new[] { new { item = "E01", result = "pass" } } }, approved.ETag);
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.visit.act_not_allowed");
        await service.RefusedAsync(
            approved, "conclusion", Statements.Conclusion("A"), HttpStatusCode.Conflict, "inspection.visit.act_not_allowed");
    }

    [Fact]
    public async Task A_withdrawal_takes_publication_count_and_open_orders_back()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var institution = await service.InstitutionAsync();
        var (visit, findings) = await service.ConcludedAsync(["E01"], institutionId: institution);
        var order = await service.OrderAsync(visit, findings);

        await service.RefusedAsync(visit, "withdrawal", new { reason = "错误" }, HttpStatusCode.Forbidden, "request.role.missing");
        await service.ActAsync(visit, "withdrawal", new { reason = "程序错误" }, service.Supervisor);

        Assert.Equal(["InspectionConcluded", "InspectionWithdrawn"], (await service.FactsOfAsync(visit.Id)).ConvertAll(f => f.Contract));
        Assert.Equal("stopped", (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("clocks")[0].GetProperty("state").GetString());
        Assert.Equal(
            "voided", (await service.JsonAsync($"rectifications/{order.Id}")).GetProperty("order").GetProperty("status").GetString());
        Assert.Equal(
            0, await service.ReadAsync(c => c.VisitTallies.Select(t => t.Counted).SingleAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(
            0, await service.ReadAsync(
                c => c.Deadlines.CountAsync(d => d.FiredAt == null && d.CancelledAt == null, TestContext.Current.CancellationToken)));
        await service.RefusedAsync(
            visit, "withdrawal", new { reason = "again" }, HttpStatusCode.Conflict, "inspection.visit.act_not_allowed", service.Supervisor);
    }
}
