using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>Who files what against whom, and what is refused.</summary>
public sealed class CasesFilingTests
{
    [Fact]
    public async Task A_filing_has_a_number_its_clock_and_one_fact()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var operation = await cases.OpenOperationAsync();
        var body = CasesUnderTest.Filing();
        body["operationId"] = operation;

        var (id, etag) = await cases.FileAsync(body);

        Assert.Equal("\"1\"", etag);
        var detail = await cases.CaseAsync(id);
        Assert.Equal("教立330282〔2026〕1号", detail.GetProperty("case").GetProperty("number").GetString());
        Assert.Equal("慈溪市试验培训学校", detail.GetProperty("case").GetProperty("party").GetProperty("name").GetString());
        Assert.Equal("violations/V01@2018-12-29(CN)", detail.GetProperty("case").GetProperty("acts")[0].GetProperty("rule").GetString());
        var clock = Assert.Single(detail.GetProperty("clocks").EnumerateArray());
        Assert.Equal(("penalty.decide", "2027-02-22"), (clock.GetProperty("key").GetString(), clock.GetProperty("dueOn").GetString()));
        var fact = Assert.Single(await cases.FactsOfAsync(id));
        Assert.Equal("CaseFiled", fact.Contract);
        Assert.Contains(operation.ToString(), fact.Payload, StringComparison.Ordinal);
        Assert.Equal(
            "教立330282〔2026〕2号",
            (await cases.CaseAsync((await cases.FileAsync(CasesUnderTest.Filing(actOn: "2026-11-19"))).Id)).GetProperty("case")
                .GetProperty("number").GetString());
    }

    [Fact]
    public async Task A_case_hangs_on_an_operation_in_which_the_department_takes_part_and_its_timeline_tells_of_it()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var operation = await cases.OpenOperationAsync();
        var body = CasesUnderTest.Filing();
        body["operationId"] = Guid.CreateVersion7();
        await cases.FilingRefusedAsync(body, HttpStatusCode.UnprocessableEntity, "enforcement.case.operation_unknown");
        var fires = CasesUnderTest.Filing("V37", department: "fire");
        fires["operationId"] = operation;
        await cases.FilingRefusedAsync(fires, HttpStatusCode.UnprocessableEntity, "enforcement.case.operation_unknown", cases.Fire);
        var clue = CasesUnderTest.Filing();
        clue["clueId"] = Guid.CreateVersion7();
        await cases.FilingRefusedAsync(clue, HttpStatusCode.UnprocessableEntity, "enforcement.case.clue_unknown");

        body["operationId"] = operation;
        var (id, _) = await cases.FileAsync(body);

        using var timeline = await cases.Officer.GetAsync(
            $"{CasesUnderTest.Api}/operations/{operation}/timeline", TestContext.Current.CancellationToken);
        var line = Assert.Single(
            (await timeline.ReadJsonAsync()).GetProperty("items").EnumerateArray(),
            entry => entry.GetProperty("kind").GetString() == "case.filed");
        Assert.Equal((id, "education"), (line.GetProperty("sourceId").GetGuid(), line.GetProperty("department").GetString()));
    }

    [Fact]
    public async Task The_same_key_twice_files_one_case()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        using var first = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/cases", CasesUnderTest.Filing(), key: "filing-key-1");
        using var second = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/cases", CasesUnderTest.Filing(), key: "filing-key-1");

        Assert.Equal((await first.ReadJsonAsync()).GetProperty("id").GetGuid(), (await second.ReadJsonAsync()).GetProperty("id").GetGuid());
        Assert.Equal(1, await cases.ReadAsync(c => c.Set<Case>().CountAsync(TestContext.Current.CancellationToken)));
    }

    // Acts: violation, day; what is refused, at which field.
    [Theory]
    [InlineData("V01", "2026-11-25", "act_in_future", "acts[0].actOn")]
    [InlineData("V01", "9999-12-31", "act_in_future", "acts[0].actOn")]
    [InlineData("V01", "2024-11-23", "time_barred", "acts[0].actOn")]
    [InlineData("V01", "0001-01-01", "time_barred", "acts[0].actOn")]
    [InlineData("V99", "2026-11-20", "violation_unknown", "acts[0].violation")]
    [InlineData("V42", "2026-11-20", "is_discipline", "acts[0].violation")]
    [InlineData("V43", "2026-11-20", "is_discipline", "acts[0].violation")]
    [InlineData("V04", "2025-05-31", "violation_not_in_force", "acts[0].actOn")]
    public async Task An_act_that_cannot_be_filed_is_refused_where_it_is_wrong(string violation, string actOn, string code, string field)
    {
        await using var cases = await CasesUnderTest.StartAsync();

        var problem = await cases.FilingRefusedAsync(
            CasesUnderTest.Filing(violation, actOn),
            code is "act_in_future" or "violation_unknown" ? HttpStatusCode.BadRequest : HttpStatusCode.Conflict,
            $"enforcement.case.{code}");

        Assert.Equal(field, problem.Field);
        if (code == "time_barred")
        {
            Assert.Equal("第三十六条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());
        }
    }

    [Fact]
    public async Task Five_years_hold_only_where_harm_was_done()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var filing = CasesUnderTest.Filing("V37", "2022-11-25", null, department: "fire");
        await cases.FilingRefusedAsync(filing, HttpStatusCode.Conflict, "enforcement.case.time_barred", cases.Fire);

        filing["acts"] = new[] { new { violation = "v37", actOn = "2022-11-25", harmDone = true } };

        var (id, _) = await cases.FileAsync(filing, cases.Fire);
        Assert.Equal(
            "V37", (await cases.CaseAsync(id, cases.Fire)).GetProperty("case").GetProperty("acts")[0].GetProperty("violation").GetString());
        filing["acts"] = new[] { new { violation = "V37", actOn = "2021-11-23", harmDone = true } };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.Conflict, "enforcement.case.time_barred", cases.Fire);
    }

    [Fact]
    public async Task The_limit_of_two_years_is_the_day_itself()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.FileAsync(CasesUnderTest.Filing("V01", "2024-11-24"));
    }

    // Second handler: what is wrong with it.
    [Theory]
    [InlineData("education-1", "handler_twice", HttpStatusCode.BadRequest)]
    [InlineData("nobody", "handler_unknown", HttpStatusCode.Conflict)]
    [InlineData("fire-1", "handler_unknown", HttpStatusCode.Conflict)]
    [InlineData("expired", "certificate_not_valid", HttpStatusCode.Conflict)]
    [InlineData("retired", "handler_inactive", HttpStatusCode.Conflict)]
    [InlineData("elsewhere", "handler_unknown", HttpStatusCode.Conflict)]
    public async Task Two_officers_with_valid_certificates_of_the_department_handle_a_case(
        string second, string code, HttpStatusCode status)
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.OfficerAsync("expired", "education", "edu-9", validTo: "2026-11-23");
        await cases.OfficerAsync("retired", "education", "edu-8", active: false);
        await cases.OfficerAsync("elsewhere", "education", "edu-7", division: "330281");
        var filing = CasesUnderTest.Filing();
        filing["handlers"] = new object[]
        {
            new { certificateNumber = "education-1", role = "lead" }, new { certificateNumber = second, role = "assist" }
        };

        var problem = await cases.FilingRefusedAsync(filing, status, $"enforcement.case.{code}");

        Assert.Equal("第四十二条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());
    }

    [Fact]
    public async Task One_officer_or_two_leads_are_not_enough()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var filing = CasesUnderTest.Filing();
        filing["handlers"] = new object[] { new { certificateNumber = "education-1", role = "lead" } };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.BadRequest, "enforcement.case.two_handlers");
        filing["handlers"] = new object[]
        {
            new { certificateNumber = "education-1", role = "lead" }, new { certificateNumber = "education-2", role = "lead" }
        };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.BadRequest, "enforcement.case.one_lead");
    }

    [Fact]
    public async Task A_certificate_is_valid_through_its_last_day_and_may_be_typed_full_width()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.OfficerAsync("last-day", "education", "edu-9", validTo: "2026-11-24");
        var filing = CasesUnderTest.Filing();
        filing["handlers"] = CasesUnderTest.Handlers(second: "2")[..1]
            .Append(new { certificateNumber = "ｌａｓｔ－ｄａｙ ", role = "assist" }).ToArray();
        await cases.FileAsync(filing);
    }

    [Fact]
    public async Task The_first_department_to_file_an_act_has_it()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync(CasesUnderTest.Filing("V07", incomeFen: null));

        var problem = await cases.FilingRefusedAsync(
            CasesUnderTest.Filing("V07", incomeFen: null, department: "market"), HttpStatusCode.Conflict, "enforcement.case.filed_already",
            cases.Market);

        Assert.Contains("教立330282〔2026〕1号", problem.Detail, StringComparison.Ordinal);
        Assert.Equal("第二十五条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "dismissal", new { ground = "not_established", reason = "证据不足" }, etag);
        await cases.FileAsync(CasesUnderTest.Filing("V07", incomeFen: null, department: "market"), cases.Market);
    }

    [Fact]
    public async Task Of_two_departments_that_file_the_same_act_at_once_one_has_it()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var answers = await Task.WhenAll(
            cases.Officer.CommandAsync($"{CasesUnderTest.Api}/cases", CasesUnderTest.Filing("V07", incomeFen: null)),
            cases.Market.CommandAsync($"{CasesUnderTest.Api}/cases", CasesUnderTest.Filing("V07", incomeFen: null, department: "market")));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        await answers.Single(a => a.StatusCode == HttpStatusCode.Conflict)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "enforcement.case.filed_already");
    }

    [Fact]
    public async Task A_party_is_an_entry_of_the_division_or_stated_in_full()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var elsewhere = Guid.CreateVersion7();
        await cases.RegisterAsync(elsewhere, "余姚的学校", "T2", "330281");
        await cases.FilingRefusedAsync(
            CasesUnderTest.Filing(institution: elsewhere), HttpStatusCode.UnprocessableEntity, "enforcement.case.party_unknown");
        var filing = CasesUnderTest.Filing();
        filing.Remove("institutionId");
        await cases.FilingRefusedAsync(filing, HttpStatusCode.BadRequest, "enforcement.case.party_missing");
        filing["party"] = new { name = "无名补习班", division = "3302" };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.BadRequest, "enforcement.case.county_required");
        filing["party"] = new { name = "无名补习班", division = "330281" };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.Forbidden, "enforcement.case.out_of_scope");
        filing["party"] = new { name = "无名\u0007补习班", division = "330282" };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.BadRequest, "text.control_character");
        filing["party"] = new { name = new string('长', 101), division = "330282" };
        await cases.FilingRefusedAsync(filing, HttpStatusCode.BadRequest, "request.field.length");
        filing["party"] = new { name = "无名补习班", division = "330282", creditCode = "123" };
        Assert.Equal("party.creditCode", (await RefusedAsync(cases, filing)).Field);
        filing["party"] = new { name = "无名补习班", division = "330282" };
        await cases.FileAsync(filing);
    }

    [Fact]
    public async Task A_natural_person_is_named_only_for_a_stated_purpose_and_never_in_a_fact()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var filing = CasesUnderTest.Filing("V03", incomeFen: null);
        filing.Remove("institutionId");
        filing["partyKind"] = "natural_person";
        filing["party"] = new { name = "欧阳补课", division = "330282", address = "试验小区 1 幢" };

        var (id, _) = await cases.FileAsync(filing);

        Assert.DoesNotContain("欧阳", (await cases.CaseAsync(id)).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("欧阳", (await cases.JsonAsync("cases")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("欧阳", Assert.Single(await cases.FactsOfAsync(id)).Payload, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await cases.Services.StoredAnswersAsync<EnforcementDbContext>(), body => body.Contains("欧阳", StringComparison.Ordinal));
        var clear = await cases.JsonAsync($"cases/{id}?purpose=送达");
        Assert.Equal("欧阳补课", clear.GetProperty("person").GetProperty("name").GetString());
        Assert.Equal(
            1, await cases.ReadAsync(
                c => c.AuditEntries.CountAsync(
                    a => a.Act == "case.unmask" && a.SubjectId == id && a.Purpose == "送达", TestContext.Current.CancellationToken)));

        // The same person again is the same party, whatever department files.
        await cases.FilingRefusedAsync(filing, HttpStatusCode.Conflict, "enforcement.case.filed_already");
    }

    [Fact]
    public async Task A_case_is_seen_by_its_department_and_by_the_lead_supervisor_of_its_division()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync(CasesUnderTest.Filing("V30", department: "market"), cases.Market);
        using var otherDivision = await cases.As("m", "market", "330281", Roles.CaseOfficer)
            .GetAsync($"{CasesUnderTest.Api}/cases/{id}", TestContext.Current.CancellationToken);
        await otherDivision.ShouldBeProblemAsync(HttpStatusCode.NotFound, "enforcement.case.unknown");
        using var otherDepartment = await cases.Officer.GetAsync($"{CasesUnderTest.Api}/cases/{id}", TestContext.Current.CancellationToken);
        await otherDepartment.ShouldBeProblemAsync(HttpStatusCode.NotFound, "enforcement.case.unknown");
        Assert.Empty((await cases.JsonAsync("cases")).GetProperty("items").EnumerateArray());

        var lead = cases.As("lead", "coordination", "3302", Roles.Supervisor);
        Assert.Single((await cases.JsonAsync("cases", lead)).GetProperty("items").EnumerateArray());

        // Seeing is not acting.
        await CasesUnderTest.RefusedAsync(
            lead, id, "dismissal", new { ground = "no_fault", reason = "无" }, etag, HttpStatusCode.NotFound, "enforcement.case.unknown");
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "investigation-report", new { facts = "无" }, etag, HttpStatusCode.NotFound, "enforcement.case.unknown");
        using var nobody = await cases.As("x", "market", null, Roles.CaseOfficer)
            .GetAsync($"{CasesUnderTest.Api}/cases/{id}", TestContext.Current.CancellationToken);
        await nobody.ShouldBeProblemAsync(HttpStatusCode.NotFound, "enforcement.case.unknown");
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        for (var day = 10; day < 15; day++)
        {
            await cases.FileAsync(
                CasesUnderTest.Filing(
                    actOn: $"2026-11-{day}", institution: day % 2 == 0 ? CasesUnderTest.Training : CasesUnderTest.Kindergarten));
        }

        var first = await cases.JsonAsync("cases?limit=2&state=filed&violation=V01");
        var rest = await cases.JsonAsync($"cases?limit=5&state=filed&violation=V01&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal((2, 3), (first.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength()));
        Assert.Equal(
            2, (await cases.JsonAsync($"cases?institutionId={CasesUnderTest.Kindergarten}")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await cases.JsonAsync("cases?overdue=true")).GetProperty("items").GetArrayLength());
        using var unknown = await cases.Officer.GetAsync($"{CasesUnderTest.Api}/cases?stat=filed", TestContext.Current.CancellationToken);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.query.unknown");
    }

    [Fact]
    public async Task The_catalogue_answers_by_day_and_department()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        Assert.Equal(43, (await cases.JsonAsync("violations")).GetArrayLength());
        Assert.DoesNotContain(
            (await cases.JsonAsync("violations?onDay=2025-05-31")).EnumerateArray(), v => v.GetProperty("code").GetString() == "V04");
        Assert.Equal(
            ["V36", "V37", "V38"],
            (await cases.JsonAsync("violations?department=fire")).EnumerateArray().Select(v => v.GetProperty("code").GetString()));
    }

    private static async Task<ProblemBody> RefusedAsync(CasesUnderTest cases, object filing)
    {
        using var answer = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/cases", filing);
        return await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "identifier.credit_code.length");
    }
}
