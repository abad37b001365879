using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Persistence.Calendars;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>
/// 25 December 2026: terms reach into a year without calendar. An administrator loads a (made-up) one through the API, and the cases go on.
/// </summary>
public sealed class YearsEndTests
{
    private static readonly DateTimeOffset YearsEnd = new(2026, 12, 25, 1, 0, 0, TimeSpan.Zero);

    /// <summary>A Tuesday from which three working days, and so every term of a notice, reach into 2027.</summary>
    private static readonly DateTimeOffset LastTuesday = new(2026, 12, 29, 1, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_waits_with_its_statement_and_hearing_and_the_case_goes_on_once_the_year_is_loaded()
    {
        await using var cases = await CasesUnderTest.StartAsync(at: LastTuesday);
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "调查终结：事实清楚。" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(), etag);
        Assert.Equal(JsonValueKind.Null, (await cases.CaseAsync(id)).GetProperty("case").GetProperty("statementDueOn").ValueKind);

        var waiting = (await cases.JsonAsync("calendars/waiting", cases.Supervisor));
        Assert.Equal(2027, waiting.GetProperty("missingYear").GetInt32());
        Assert.Equal(
            ["case.statement", "penalty.hearing_request"],
            waiting.GetProperty("items").EnumerateArray().Where(
                w => w.GetProperty("recordId").GetGuid() == id && w.GetProperty("year").GetInt32() == 2027)
                .Select(w => w.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        await LoadAsync(cases);

        var file = await cases.CaseAsync(id);
        Assert.Equal("2027-01-04", file.GetProperty("case").GetProperty("statementDueOn").GetString());
        Assert.Equal("term_set", file.GetProperty("history").EnumerateArray().Last().GetProperty("step").GetString());
        Assert.Equal(
            ["2027-01-06"],
            file.GetProperty("clocks").EnumerateArray().Where(c => c.GetProperty("key").GetString() == "penalty.hearing_request").Select(
                c => c.GetProperty("dueOn").GetString()));
        Assert.Empty((await cases.JsonAsync("calendars/waiting", cases.Supervisor)).GetProperty("items").EnumerateArray());

        etag = $"\"{file.GetProperty("case").GetProperty("version").GetInt64()}\"";
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag, HttpStatusCode.Conflict,
            "enforcement.case.statement_term_runs");
        await cases.JumpAsync(new DateTimeOffset(2027, 1, 7, 1, 0, 0, TimeSpan.Zero));
        await cases.SweepAsync();

        // The sweeper of the service that starts at that instant may be at one of them.
        var now = cases.Clock.GetUtcNow().UtcDateTime;
        await Eventually.BecomesTrueAsync(
            () => cases.ReadAsync(
                context => context.Deadlines.AllAsync(
                    d => d.FiredAt != null || d.CancelledAt != null || d.DueAt > now)),
            TimeSpan.FromSeconds(30), "what was due is done");
        etag = $"\"{(await cases.CaseAsync(id)).GetProperty("case").GetProperty("version").GetInt64()}\"";
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);
        Assert.All(
            (await cases.CaseAsync(id)).GetProperty("clocks").EnumerateArray(),
            c => Assert.NotEqual(JsonValueKind.Null, c.GetProperty("dueOn").ValueKind));
    }

    [Fact]
    public async Task An_annulment_is_announced_again_with_the_day_of_its_withdrawal()
    {
        await using var cases = await CasesUnderTest.StartAsync(at: YearsEnd.AddDays(5));
        var (id, etag, penaltyId) = await cases.ServedAsync();
        await CasesUnderTest.StepAsync(
            cases.Inspector, id, "annulment", new { ground = new { law = "行政复议法", article = "第六十四条" }, reason = "事实不清" }, etag);
        var first = JsonSerializer.Deserialize<JsonElement>((await cases.FactsOfAsync(penaltyId))[^1].Payload);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("withdrawDueOn").ValueKind);

        await LoadAsync(cases);

        var facts = await cases.FactsOfAsync(penaltyId);
        Assert.Equal(["PenaltyDecided", "PenaltyAnnulled", "PenaltyAnnulled"], facts.ConvertAll(f => f.Contract));
        var again = JsonSerializer.Deserialize<JsonElement>(facts[^1].Payload);
        Assert.Equal("2027-01-05", again.GetProperty("withdrawDueOn").GetString());
        Assert.Equal(first.GetProperty("version").GetInt64() + 1, again.GetProperty("version").GetInt64());
        foreach (var member in new[] { "penaltyId", "caseId", "party", "decisionNumber", "ground", "annulledOn", "matterIds" })
        {
            Assert.Equal(first.GetProperty(member).ToString(), again.GetProperty(member).ToString());
        }
    }

    [Fact]
    public async Task A_calendar_is_loaded_by_an_administrator_once_and_faults_come_all_together()
    {
        await using var cases = await CasesUnderTest.StartAsync(at: YearsEnd);
        var administrator = cases.As("admin", "education", "3302", Roles.Administrator);
        var file = JsonSerializer.Deserialize<JsonElement>(MadeUpCalendar.Text());
        foreach (var other in new[] { cases.Officer, cases.Supervisor })
        {
            using var forbidden = await other.CommandAsync($"{CasesUnderTest.Api}/calendars", new { calendar = file });
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        }

        using (var faulty = await administrator.CommandAsync(
            $"{CasesUnderTest.Api}/calendars", new { calendar = new { year = 2027, off = 1 } }))
        {
            var problem = await faulty.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "calendar.file_faulty");
            Assert.Contains("'version' is missing", problem.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Contains("off: must be a list", problem.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        foreach (var outcome in new[] { "loaded", "unchanged" })
        {
            using var answer = await administrator.CommandAsync($"{CasesUnderTest.Api}/calendars", new { calendar = file });
            await answer.ShouldBeAsync(HttpStatusCode.OK);
            Assert.Equal(
                (2027, outcome),
                ((await answer.ReadJsonAsync()).GetProperty("year").GetInt32(),
                    (await answer.ReadJsonAsync()).GetProperty("outcome").GetString()));
        }

        var other2027 = JsonSerializer.Deserialize<JsonElement>(MadeUpCalendar.Text("2027-01-01/2027-01-04", "other"));
        using (var refused = await administrator.CommandAsync($"{CasesUnderTest.Api}/calendars", new { calendar = other2027 }))
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "calendar.year_loaded");
        }

        using (var replaced = await administrator.CommandAsync(
            $"{CasesUnderTest.Api}/calendars", new { calendar = other2027, replace = true, reason = "通知更正" }))
        {
            await replaced.ShouldBeAsync(HttpStatusCode.OK);
        }

        var years = await cases.JsonAsync("calendars", cases.Supervisor);
        Assert.Equal([2025, 2026, 2027], years.GetProperty("years").EnumerateArray().Select(y => y.GetProperty("year").GetInt32()));
        var last = years.GetProperty("years").EnumerateArray().Last();
        Assert.Equal(("other", "ours", "admin", "通知更正"),
            (last.GetProperty("version").GetString(), last.GetProperty("confidence").GetString(), last.GetProperty("loadedBy").GetString(),
                last.GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, years.GetProperty("missingYear").ValueKind);
    }

    [Fact]
    public async Task What_waits_is_listed_for_the_own_division_page_by_page()
    {
        await using var cases = await CasesUnderTest.StartAsync(at: LastTuesday);
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "调查终结：事实清楚。" }, etag);
        await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(), etag);

        var elsewhere = cases.As("away", "education", "3301", Roles.Supervisor);
        Assert.Empty((await cases.JsonAsync("calendars/waiting", elsewhere)).GetProperty("items").EnumerateArray());
        var (names, cursor) = (new List<string>(), "");
        do
        {
            var page = await cases.JsonAsync($"calendars/waiting?limit=1{cursor}", cases.Supervisor);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(w => w.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(["case.statement", "penalty.hearing_request"], names.Order(StringComparer.Ordinal));
    }

    private static async Task LoadAsync(CasesUnderTest cases)
    {
        using var answer = await cases.As("admin", "education", "3302", Roles.Administrator)
            .CommandAsync(
                $"{CasesUnderTest.Api}/calendars", new { calendar = JsonSerializer.Deserialize<JsonElement>(MadeUpCalendar.Text()) });
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                // The service's own worker may be at it as well.
                await cases.Services.GetRequiredService<CalendarSpread<EnforcementDbContext>>().RunAsync(Cancellation);
                return !await cases.ReadAsync(c => c.CalendarWaits.AnyAsync(Cancellation));
            },
            TimeSpan.FromSeconds(30), "what waited is set");
    }
}
