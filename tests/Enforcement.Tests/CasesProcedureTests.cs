using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Penalties;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>From the filing to the end, through the API: terms, rights, roles, facts.</summary>
public sealed class CasesProcedureTests
{
    [Fact]
    public async Task A_case_goes_its_way_and_others_are_told_when_the_decision_is_served()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var matter = Guid.CreateVersion7();
        var filing = CasesUnderTest.Filing();
        filing["matterIds"] = new[] { matter };
        var (id, etag) = await cases.WaivedAsync(filing);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        etag = await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);
        Assert.Equal(["CaseFiled"], (await cases.FactsOfAsync(id)).ConvertAll(f => f.Contract));

        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "service", new { method = "in_person" }, etag);

        var served = (await cases.CaseAsync(id)).GetProperty("case");
        Assert.Equal(("served", "教罚决330282〔2026〕1号", "general"),
            (served.GetProperty("state").GetString(), served.GetProperty("decisionNumber").GetString(),
                served.GetProperty("creditClass").GetString()));
        var penaltyId = served.GetProperty("penaltyId").GetGuid();
        var decided = Assert.Single(await cases.FactsOfAsync(penaltyId));
        Assert.Equal("PenaltyDecided", decided.Contract);
        Assert.Contains("\"fineFen\":2000000", decided.Payload, StringComparison.Ordinal);
        Assert.Contains("\"version\":1", decided.Payload, StringComparison.Ordinal);
        Assert.Contains(matter.ToString(), decided.Payload, StringComparison.Ordinal);

        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "performance", new { }, etag);
        await CasesUnderTest.StepAsync(cases.Officer, id, "closure", new { }, etag);
        Assert.Equal(["PenaltyDecided", "PenaltyPerformed"], (await cases.FactsOfAsync(penaltyId)).ConvertAll(f => f.Contract));
        var detail = await cases.CaseAsync(id);
        Assert.Equal("closed", detail.GetProperty("case").GetProperty("state").GetString());
        Assert.Equal(
            ["file", "investigate", "notice", "waive", "propose", "decide", "serve", "perform", "close"],
            detail.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("step").GetString()));
        Assert.All(detail.GetProperty("clocks").EnumerateArray(), c => Assert.Equal("stopped", c.GetProperty("state").GetString()));
        Assert.Equal(
            9, await cases.ReadAsync(c => c.AuditEntries.CountAsync(a => a.SubjectId == id, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_statement_is_kept_encrypted_and_the_term_to_speak_is_waited_for()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(), etag);
        Assert.Equal("2026-11-27", (await cases.CaseAsync(id)).GetProperty("case").GetProperty("statementDueOn").GetString());
        var problem = await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag, HttpStatusCode.Conflict,
            "enforcement.case.statement_term_runs");
        Assert.Equal("第四十五条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());

        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "statement", new { text = "当事人司马某称\n不知情" }, etag);

        Assert.DoesNotContain("司马", (await cases.CaseAsync(id)).ToString(), StringComparison.Ordinal);
        Assert.Contains("司马", (await cases.JsonAsync($"cases/{id}?purpose=审核")).ToString(), StringComparison.Ordinal);
        var stored = await cases.ReadAsync(
            c => c.Set<Cases.CaseText>().Select(t => t.Cipher).ToListAsync(TestContext.Current.CancellationToken));
        Assert.All(stored, cipher => Assert.StartsWith("aesgcm.", cipher, StringComparison.Ordinal));
        await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
    }

    [Fact]
    public async Task When_the_term_to_speak_has_passed_the_decision_may_be_proposed()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(), etag);
        await cases.JumpAsync(new DateTimeOffset(2026, 11, 27, 15, 59, 0, TimeSpan.Zero));
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag, HttpStatusCode.Conflict,
            "enforcement.case.statement_term_runs");

        await cases.JumpAsync(new DateTimeOffset(2026, 11, 27, 16, 0, 0, TimeSpan.Zero));

        await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
    }

    [Fact]
    public async Task A_large_case_gives_a_hearing_and_needs_the_legal_review()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var large = CasesUnderTest.NoticeOf(15_000_000);
        var (id, etag) = await cases.FileAsync(CasesUnderTest.Filing(incomeFen: 10_000_000));
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", large, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "statement", new { text = "有异议" }, etag);
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(15_000_000), etag, HttpStatusCode.Conflict,
            "enforcement.case.hearing_term_runs");

        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "hearing-request", new { }, etag);
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(15_000_000), etag, HttpStatusCode.Conflict,
            "enforcement.case.act_not_allowed");

        // Seven working days: told on Tuesday 24 November, heard on Thursday 3 December at the earliest.
        var late = await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "hearing-notice", new { heldOn = "2026-12-02" }, etag, HttpStatusCode.Conflict,
            "enforcement.case.hearing_notice_too_late");
        Assert.Equal("第六十四条第二项", late.Body.GetProperty("legalBasis").GetProperty("article").GetString());
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "hearing-notice", new { heldOn = "9999-12-31" }, etag, HttpStatusCode.Conflict,
            "enforcement.case.hearing_day_unknown");
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "hearing-notice", new { heldOn = "2026-12-03" }, etag);
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "hearing", new { summary = "听证" }, etag, HttpStatusCode.Conflict, "enforcement.case.hearing_not_yet");
        await cases.JumpAsync(new DateTimeOffset(2026, 12, 3, 1, 0, 0, TimeSpan.Zero));
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "hearing", new { summary = "听证笔录摘要" }, etag);
        var missing = await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(15_000_000), etag, HttpStatusCode.Conflict,
            "enforcement.case.review_missing");
        Assert.Equal("第五十八条", missing.Body.GetProperty("legalBasis").GetProperty("article").GetString());
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "legal-review", new { opinion = "同意", passed = true }, etag, HttpStatusCode.Forbidden,
            "enforcement.case.reviewer_handles");
        etag = await CasesUnderTest.StepAsync(cases.Reviewer, id, "legal-review", new { opinion = "同意", passed = true }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(15_000_000), etag);
        await CasesUnderTest.RefusedAsync(
            cases.Reviewer, id, "decision", new { }, etag, HttpStatusCode.Forbidden, "enforcement.case.decider_involved");
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);
    }

    [Fact]
    public async Task A_hearing_is_asked_for_within_five_working_days()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(), etag);
        await cases.JumpAsync(new DateTimeOffset(2026, 12, 1, 16, 0, 0, TimeSpan.Zero));

        var problem = await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "hearing-request", new { }, etag, HttpStatusCode.Conflict, "enforcement.case.hearing_asked_too_late");

        Assert.Equal("第六十四条第一项", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());
    }

    [Fact]
    public async Task A_failed_review_sends_the_case_back_and_a_new_notice_begins_anew()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.WaivedAsync();
        etag = await CasesUnderTest.StepAsync(cases.Reviewer, id, "legal-review", new { opinion = "事实不清", passed = false }, etag);
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag, HttpStatusCode.Conflict,
            "enforcement.case.act_not_allowed");
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(3_000_000), etag);

        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(3_000_000), etag, HttpStatusCode.Conflict,
            "enforcement.case.statement_term_runs");
    }

    // Heavier than the notice: a higher fine, another kind.
    [Theory]
    [InlineData(2_000_001, "fine")]
    [InlineData(2_000_000, "fine", "stop_running")]
    public async Task A_decision_is_not_heavier_than_the_notice(long fineFen, params string[] kinds)
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.WaivedAsync();

        var problem = await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(fineFen, kinds), etag, HttpStatusCode.Conflict,
            "enforcement.case.heavier_than_noticed");

        Assert.Equal("第四十五条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());
        await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(1_000_000), etag);
    }

    // What the notice may not say; income 1,000,000 fen, V01 allows one to five times of it.
    [Theory]
    [InlineData(999_999, "fine", "fine_below_range", HttpStatusCode.Conflict)]
    [InlineData(5_000_001, "fine", "fine_above_range", HttpStatusCode.Conflict)]
    [InlineData(-1, "fine", "", HttpStatusCode.BadRequest)]
    [InlineData(0, "fine", "fine_and_kind", HttpStatusCode.BadRequest)]
    [InlineData(2_000_000, "stop_running", "fine_and_kind", HttpStatusCode.BadRequest)]
    [InlineData(0, "revoke_licence", "kind_not_allowed", HttpStatusCode.Conflict)]
    [InlineData(0, "imprisonment", "kind_unknown", HttpStatusCode.BadRequest)]
    public async Task A_notice_stays_within_the_law(long fineFen, string kind, string code, HttpStatusCode status)
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);

        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(fineFen, null, kind), etag, status,
            code.Length == 0 ? "request.field.range" : $"enforcement.penalty.{code}");
    }

    [Fact]
    public async Task A_fine_is_refused_where_the_law_has_only_a_warning_and_serious_kinds_need_their_tier()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync(CasesUnderTest.Filing("V05"));
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(1000), etag, HttpStatusCode.Conflict,
            "enforcement.penalty.kind_not_allowed");
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(0, null, "revoke_licence"), etag, HttpStatusCode.Conflict,
            "enforcement.penalty.only_if_serious");

        etag = await CasesUnderTest.StepAsync(
            cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(0, "serious", "revoke_licence"), etag);

        Assert.True((await cases.CaseAsync(id)).GetProperty("case").GetProperty("hearingOffered").GetBoolean());
        Assert.NotEmpty(etag);
    }

    [Fact]
    public async Task Nobody_decides_what_they_handle_or_proposed()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.WaivedAsync();
        var bystander = cases.As("edu-99", "education", "330282", "case_officer");
        await CasesUnderTest.RefusedAsync(
            bystander, id, "decision-proposal", CasesUnderTest.Measure(), etag, HttpStatusCode.Forbidden,
            "enforcement.case.proposer_handles_not");
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        foreach (var handler in new[] { "edu-1", "education-2" })
        {
            await CasesUnderTest.RefusedAsync(
                cases.As(handler, "education", "330282", "supervisor"), id, "decision", new { }, etag, HttpStatusCode.Forbidden,
                "enforcement.case.decider_involved");
        }
    }

    [Fact]
    public async Task Two_officers_at_once_one_is_stale_and_a_version_is_needed()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.FileAsync();
        var path = $"{CasesUnderTest.Api}/cases/{id}/investigation-report";
        using var without = await cases.Officer.CommandAsync(path, new { facts = "事实" });
        await without.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");

        var answers = await Task.WhenAll(
            cases.Officer.CommandAsync(path, new { facts = "甲" }, etag),
            cases.As("education-2", "education", "330282", "case_officer").CommandAsync(path, new { facts = "乙" }, etag));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await cases.ReadAsync(c => c.Set<Cases.CaseText>().CountAsync(TestContext.Current.CancellationToken)));
        using var stale = await cases.Officer.CommandAsync(
            $"{CasesUnderTest.Api}/cases/{id}/prior-notice", CasesUnderTest.NoticeOf(), etag);
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "request.version.stale");
    }

    [Fact]
    public async Task A_decision_after_its_term_is_refused_and_the_history_says_that_it_passed()
    {
        await using var cases = await CasesUnderTest.StartAsync(at: new DateTimeOffset(2026, 8, 20, 1, 0, 0, TimeSpan.Zero));
        var (id, etag) = await cases.WaivedAsync(CasesUnderTest.Filing(actOn: "2026-08-01"));
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "extension", new { days = 30, reason = "案情复杂" }, etag, HttpStatusCode.Conflict,
            "clock.extension_not_allowed");

        // Ninety natural days after 20 August end on 18 November.
        await cases.JumpAsync(new DateTimeOffset(2026, 11, 18, 16, 0, 0, TimeSpan.Zero));
        await Eventually.HoldsAsync(
            async () =>
            {
                await cases.SweepAsync();
                Assert.Equal(
                    "term_passed",
                    (await cases.CaseAsync(id)).GetProperty("history").EnumerateArray().Last().GetProperty("step").GetString());
            },
            TimeSpan.FromSeconds(20), "the term is noted as passed");
        Assert.Equal(1, (await cases.JsonAsync("cases?overdue=true")).GetProperty("items").GetArrayLength());
        etag = $"\"{(await cases.CaseAsync(id)).GetProperty("case").GetProperty("version").GetInt64()}\"";
        var problem = await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "decision", new { }, etag, HttpStatusCode.Conflict, "enforcement.case.decision_too_late");
        Assert.Equal("第六十条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "dismissal", new { ground = "time_barred", reason = "超期" }, etag);
    }

    [Fact]
    public async Task A_decision_number_is_taken_once_and_has_its_form()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        object With(string number) => new { kinds = new[] { "fine" }, fineFen = 2_000_000, confiscatedFen = 0, decisionNumber = number };
        var (first, etag) = await cases.WaivedAsync();
        await CasesUnderTest.RefusedAsync(
            cases.Officer, first, "decision-proposal", With("教罚 3"), etag, HttpStatusCode.BadRequest,
            "enforcement.penalty.decision_number_malformed");
        await CasesUnderTest.RefusedAsync(
            cases.Officer, first, "decision-proposal", With("慈教罚决〔2025〕3号"), etag, HttpStatusCode.BadRequest,
            "enforcement.penalty.decision_number_year");
        await CasesUnderTest.StepAsync(cases.Officer, first, "decision-proposal", With("慈教罚决〔２０２６〕3号"), etag);
        var (second, other) = await cases.WaivedAsync(CasesUnderTest.Filing(actOn: "2026-11-19"));

        await CasesUnderTest.RefusedAsync(
            cases.Officer, second, "decision-proposal", With("慈教罚决〔2026〕3号"), other, HttpStatusCode.Conflict,
            "enforcement.penalty.decision_number_taken");
    }

    [Fact]
    public async Task An_annulment_frees_the_act_and_tells_everybody()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag, penaltyId) = await cases.ServedAsync();
        var annulment = new { ground = new { law = "行政复议法", article = "第六十四条" }, reason = "事实不清", annulledOn = "2026-11-24" };
        await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "annulment", annulment, etag, HttpStatusCode.Forbidden, "enforcement.case.annuler_involved");
        await CasesUnderTest.RefusedAsync(
            cases.Inspector, id, "annulment", new { annulment.ground, annulment.reason, annulledOn = "2026-11-25" }, etag,
            HttpStatusCode.BadRequest, "enforcement.case.day_impossible");

        await CasesUnderTest.StepAsync(cases.Inspector, id, "annulment", annulment, etag);

        var fact = (await cases.FactsOfAsync(penaltyId))[^1];
        Assert.Equal("PenaltyAnnulled", fact.Contract);
        Assert.Contains("\"withdrawDueOn\":\"2026-11-27\"", fact.Payload, StringComparison.Ordinal);
        Assert.NotNull(
            (await cases.ReadAsync(
                c => c.Set<Penalty>().SingleAsync(p => p.Id == penaltyId, TestContext.Current.CancellationToken))).AnnulledOn);
        await cases.ServedAsync();
    }

    [Fact]
    public async Task Late_payment_adds_three_percent_a_day_up_to_the_fine()
    {
        await using var cases = await CasesUnderTest.StartAsync(at: new DateTimeOffset(2026, 8, 3, 1, 0, 0, TimeSpan.Zero));
        var (id, _, _) = await cases.ServedAsync(CasesUnderTest.Filing(actOn: "2026-08-01"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await cases.CaseAsync(id)).GetProperty("lateFine").ValueKind);

        // Fifteen natural days end on 18 August.
        await cases.JumpAsync(new DateTimeOffset(2026, 8, 28, 1, 0, 0, TimeSpan.Zero));
        var late = (await cases.CaseAsync(id)).GetProperty("lateFine");
        Assert.Equal((10, 600_000L), (late.GetProperty("daysLate").GetInt32(), late.GetProperty("amountFen").GetInt64()));
        await cases.JumpAsync(new DateTimeOffset(2026, 11, 28, 1, 0, 0, TimeSpan.Zero));
        Assert.Equal(2_000_000L, (await cases.CaseAsync(id)).GetProperty("lateFine").GetProperty("amountFen").GetInt64());
    }

    [Fact]
    public async Task The_document_has_all_that_article_59_demands_and_the_notice_of_repair()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, _) = await cases.FileAsync(CasesUnderTest.Filing(actOn: "2026-11-18"));
        using var early = await cases.Officer.GetAsync(
            $"{CasesUnderTest.Api}/cases/{id}/decision-document", TestContext.Current.CancellationToken);
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "enforcement.case.no_decision");
        var (served, _, _) = await cases.ServedAsync();

        using var answer = await cases.Officer.GetAsync(
            $"{CasesUnderTest.Api}/cases/{served}/decision-document", TestContext.Current.CancellationToken);

        await answer.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal("text/markdown", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var part in new[]
        {
            "慈溪市试验培训学校", "事实：擅自举办。", "《民办教育促进法》第六十四条", "罚款 20,000.00 元", "15日内（至 2026年12月9日）", "百分之3", "60日内", "6个月内", "行政复议", "行政诉讼",
            "2026年11月24日", "印章", "信用修复告知书", "公示期最短3个月，最长1年", "慈溪市教育局", "向慈溪市人民政府申请行政复议", "尚未经本机关确认",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }
}
