using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Penalties;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>One act is fined once (行政处罚法 第二十九条), whoever is faster.</summary>
public sealed class CasesOneActTests
{
    // Running without licence: V01 of education and V27 of market are one act of one party on one day.
    private static Dictionary<string, object?> ByMarket => CasesUnderTest.Filing("V27", incomeFen: null, department: "market");

    [Fact]
    public async Task A_second_fine_for_the_same_act_is_refused_and_names_the_first_case()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.ServedAsync();
        var (id, etag) = await cases.FileAsync(ByMarket, cases.Market);
        etag = await CasesUnderTest.StepAsync(cases.Market, id, "investigation-report", new { facts = "事实" }, etag);

        var problem = await CasesUnderTest.RefusedAsync(
            cases.Market, id, "prior-notice", CasesUnderTest.NoticeOf(500_000), etag, HttpStatusCode.Conflict,
            "enforcement.case.fined_already");

        Assert.Contains("教立330282〔2026〕1号", problem.Detail, StringComparison.Ordinal);
        Assert.Equal("第二十九条", problem.Body.GetProperty("legalBasis").GetProperty("article").GetString());

        // Without a fine the second department goes on.
        etag = await CasesUnderTest.StepAsync(cases.Market, id, "prior-notice", CasesUnderTest.NoticeOf(0, null, "stop_business"), etag);
        etag = await CasesUnderTest.StepAsync(cases.Market, id, "statement-waiver", new { document = "放弃声明" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.MarketHead, id, "legal-review", new { opinion = "同意", passed = true }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Market, id, "decision-proposal", CasesUnderTest.Measure(0, "stop_business"), etag);
        await CasesUnderTest.StepAsync(cases.As("market-chief", "market", "330282", "supervisor"), id, "decision", new { }, etag);
    }

    [Fact]
    public async Task Of_two_departments_that_decide_a_fine_at_once_exactly_one_succeeds()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (education, first) = await cases.WaivedAsync();
        var (market, second) = await cases.WaivedAsync(ByMarket, CasesUnderTest.NoticeOf(500_000), cases.Market);
        first = await CasesUnderTest.StepAsync(cases.Officer, education, "decision-proposal", CasesUnderTest.Measure(), first);
        second = await CasesUnderTest.StepAsync(cases.Market, market, "decision-proposal", CasesUnderTest.Measure(500_000), second);

        var answers = await Task.WhenAll(
            cases.Supervisor.CommandAsync($"{CasesUnderTest.Api}/cases/{education}/decision", new { }, first),
            cases.MarketHead.CommandAsync($"{CasesUnderTest.Api}/cases/{market}/decision", new { }, second));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        await answers.Single(a => a.StatusCode == HttpStatusCode.Conflict)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "enforcement.case.fined_already");
        Assert.Equal(
            1, await cases.ReadAsync(c => c.Set<CaseAct>().CountAsync(a => a.FinedKey != null, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_index_holds_where_the_look_before_found_nothing()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.ServedAsync();
        var (id, _) = await cases.FileAsync(ByMarket, cases.Market);

        // A save that skips the look, as one that raced would.
        var outcome = await cases.ReadAsync(async context =>
        {
            var act = await context.Set<CaseAct>().SingleAsync(a => a.CaseId == id, TestContext.Current.CancellationToken);
            act.MarkFined();
            return await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(TestContext.Current.CancellationToken));
        });

        Assert.NotNull(outcome);
        Assert.Equal(
            "enforcement.case.fined_already",
            await cases.ReadAsync(c => Task.FromResult(c.ExplainUniqueViolation("ux_case_acts_fined_key")!.Code)));
    }

    [Fact]
    public async Task An_act_key_shared_in_an_operation_makes_different_violations_one_act()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var operation = await cases.OpenOperationAsync();
        Dictionary<string, object?> In(string violation, long? income, string department, string day)
        {
            var filing = CasesUnderTest.Filing(violation, day, income, actKey: "招生广告", department: department);
            filing["operationId"] = operation;
            return filing;
        }

        await cases.ServedAsync(In("V01", 1_000_000, "education", "2026-11-20"));
        var (id, etag) = await cases.FileAsync(In("V30", 1_000_000, "market", "2026-11-21"), cases.Market);
        etag = await CasesUnderTest.StepAsync(cases.Market, id, "investigation-report", new { facts = "事实" }, etag);
        await CasesUnderTest.RefusedAsync(
            cases.Market, id, "prior-notice", CasesUnderTest.NoticeOf(3_000_000), etag, HttpStatusCode.Conflict,
            "enforcement.case.fined_already");

        // The same word outside the operation is another act.
        var (other, free) = await cases.FileAsync(
            CasesUnderTest.Filing("V30", "2026-11-22", 1_000_000, actKey: "招生广告", department: "market"), cases.Market);
        free = await CasesUnderTest.StepAsync(cases.Market, other, "investigation-report", new { facts = "事实" }, free);
        await CasesUnderTest.StepAsync(cases.Market, other, "prior-notice", CasesUnderTest.NoticeOf(3_000_000), free);
    }

    [Fact]
    public async Task Decisions_proposed_at_once_without_a_number_get_numbers_of_their_own_and_none_is_sent_back()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var waived = new List<(Guid Id, string ETag)>();
        for (var day = 10; day < 18; day++)
        {
            waived.Add(await cases.WaivedAsync(CasesUnderTest.Filing(actOn: $"2026-11-{day}")));
        }

        var numbers = await Task.WhenAll(waived.Select(async file =>
        {
            using var answer = await cases.Officer.CommandAsync(
                $"{CasesUnderTest.Api}/cases/{file.Id}/decision-proposal", CasesUnderTest.Measure(), file.ETag);
            await answer.ShouldBeAsync(HttpStatusCode.OK);
            return (await answer.ReadJsonAsync()).GetProperty("decisionNumber").GetString();
        }));

        Assert.Equal(waived.Count, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Cases_filed_at_once_get_numbers_of_their_own_and_none_is_sent_back()
    {
        await using var cases = await CasesUnderTest.StartAsync();

        var filed = await Task.WhenAll(
            Enumerable.Range(10, 8).Select(day => cases.FileAsync(CasesUnderTest.Filing(actOn: $"2026-11-{day}"))));

        Assert.Equal(8, filed.Distinct().Count());
    }

    [Fact]
    public async Task A_case_that_was_closed_no_longer_keeps_others_from_filing()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag, _) = await cases.ServedAsync();
        await cases.FilingRefusedAsync(CasesUnderTest.Filing(), HttpStatusCode.Conflict, "enforcement.case.filed_already");
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "performance", new { }, etag);
        await CasesUnderTest.StepAsync(cases.Officer, id, "closure", new { }, etag);

        await cases.FileAsync();
    }
}
