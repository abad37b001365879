using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Inspection.Data;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Deadlines;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Days that wait for the calendar of a year, and acts that come after the end of a term but before its sweep.</summary>
public sealed class YearsEndTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conclusion_is_announced_again_with_the_day_of_its_publication_once_the_year_is_loaded()
    {
        await using var service = await InspectionUnderTest.StartAsync(new DateTimeOffset(2026, 12, 25, 1, 0, 0, TimeSpan.Zero));
        var (visit, _) = await service.ConcludedAsync(["E01"]);
        var (withdrawn, _) = await service.ConcludedAsync(["E01"]);
        await service.ActAsync(withdrawn, "withdrawal", new { reason = "对象有误" }, service.Supervisor);
        var first = Payload((await service.FactsOfAsync(visit.Id)).Single());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("publishDueOn").ValueKind);
        Assert.Equal(2, (await service.JsonAsync("calendars/waiting", service.Supervisor)).GetProperty("items").GetArrayLength());

        using (var loaded = await service.Administrator.CommandAsync(
            $"{InspectionUnderTest.Api}/calendars", new { calendar = JsonSerializer.Deserialize<JsonElement>(MadeUpCalendar.Text()) }))
        {
            await loaded.ShouldBeAsync(System.Net.HttpStatusCode.OK);
        }

        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await service.Services.GetRequiredService<CalendarSpread<InspectionDbContext>>().RunAsync(Cancellation);
                return !await service.ReadAsync(c => c.CalendarWaits.AnyAsync(Cancellation));
            },
            TimeSpan.FromSeconds(30), "what waited is set");

        var facts = await service.FactsOfAsync(visit.Id);
        Assert.Equal(["InspectionConcluded", "InspectionConcluded"], facts.ConvertAll(f => f.Contract));
        var again = Payload(facts[1]);
        Assert.Equal(first.GetProperty("version").GetInt64() + 1, again.GetProperty("version").GetInt64());
        var clock = (await service.JsonAsync($"visits/{visit.Id}")).GetProperty("clocks").EnumerateArray().Single();
        Assert.Equal(clock.GetProperty("dueOn").GetString(), again.GetProperty("publishDueOn").GetString());
        Assert.StartsWith("2027-01-", clock.GetProperty("dueOn").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            first.EnumerateObject().Where(m => m.Name is not ("version" or "publishDueOn" or "occurredAt")).Select(m => m.ToString()),
            again.EnumerateObject().Where(m => m.Name is not ("version" or "publishDueOn" or "occurredAt")).Select(m => m.ToString()));
        Assert.Equal(
            ["InspectionConcluded", "InspectionWithdrawn"], (await service.FactsOfAsync(withdrawn.Id)).ConvertAll(f => f.Contract));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(2, true)]
    public async Task A_recheck_around_the_end_of_an_order_leaves_the_same_record_whoever_comes_first(int seconds, bool late)
    {
        var seen = new List<string>();
        foreach (var sweepFirst in new[] { true, false })
        {
            await using var service = await InspectionUnderTest.StartAsync();
            var (visit, findings) = await service.ConcludedAsync(["E01"]);
            var (order, team) = (await service.OrderAsync(visit, findings, 1, "急"), await service.TeamAsync());
            await service.Services.GetRequiredService<DeadlineSweeper<InspectionDbContext>>().StopAsync(Cancellation);
            service.Clock.SetUtcNow(OfficialTime.EndOf(new DateOnly(2026, 11, 25)).AddSeconds(seconds));
            if (sweepFirst)
            {
                await service.SweepAsync();
                order.ETag =
                    $"\"{(await service.JsonAsync($"rectifications/{order.Id}")).GetProperty("order").GetProperty("version").GetInt64()}\"";
            }

            await service.ActAsync(order, "rechecks", new { officerIds = team, results = new[] { new { item = "E01", passed = true } } });
            service.Clock.Advance(TimeSpan.FromHours(1));
            await service.SweepAsync();

            var facts = await service.FactsOfAsync(order.Id);
            var overdueAt = await service.ReadAsync(
                c => c.Rectifications.Where(o => o.Id == order.Id).Select(o => o.OverdueAt).SingleAsync(Cancellation));
            var audit = await service.ReadAsync(
                c => c.AuditEntries.Where(a => a.SubjectId == order.Id).OrderBy(a => a.At).ThenBy(a => a.SubjectVersion)
                    .Select(a => a.Act + " by " + a.ActorId).ToListAsync(Cancellation));
            seen.Add(
                $"{order.ETag} | {string.Join(
                    ' ', facts.Select(f => $"{f.Contract}/{Payload(f).GetProperty("order").GetProperty("version")}"))} | {
                    overdueAt:O} | {string.Join(", ", audit)}");
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(
            late, seen[1].Contains(
                "RectificationOrdered/1 RectificationOverdue/2 RectificationPassed/3 | 2026-11-25T16:00:00.0000000Z",
                StringComparison.Ordinal));
        Assert.Equal(late, seen[1].Contains("rectification.overdue by system:deadline:clock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_is_noted_as_late_before_it_is_given()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.PlanAsync(
            await service.InstitutionAsync(), await service.TeamAsync(), more: new { urgent = true, urgentReason = "燃气泄漏" });
        var begun = await service.ActAsync(visit, "check-in", new { latitude = 30.17, longitude = 121.23, certificatesShown = true });
        var due = begun.GetProperty("approvalDueAt").GetDateTimeOffset();
        await service.Services.GetRequiredService<DeadlineSweeper<InspectionDbContext>>().StopAsync(Cancellation);
        service.Clock.SetUtcNow(due.AddSeconds(1));

        var approved = await service.ActAsync(visit, "approval", new { }, service.Supervisor);
        Assert.True(approved.GetProperty("approvalOverdue").GetBoolean());
        await service.SweepAsync();

        Assert.Equal(
            visit.ETag, $"\"{(await service.JsonAsync($"visits/{visit.Id}")).GetProperty("visit").GetProperty("version").GetInt64()}\"");
        Assert.Equal(1, await service.ReadAsync(c => c.AuditEntries.CountAsync(a => a.Act == "visit.approval_overdue", Cancellation)));
    }

    [Fact]
    public async Task An_order_that_falls_with_its_visit_after_its_end_was_overdue_before()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (visit, findings) = await service.ConcludedAsync(["E01"]);
        var order = await service.OrderAsync(visit, findings, 1, "急");
        await service.Services.GetRequiredService<DeadlineSweeper<InspectionDbContext>>().StopAsync(Cancellation);
        service.Clock.SetUtcNow(OfficialTime.EndOf(new DateOnly(2026, 11, 25)));

        await service.ActAsync(visit, "withdrawal", new { reason = "对象有误" }, service.Supervisor);

        Assert.Equal(["RectificationOrdered", "RectificationOverdue"], (await service.FactsOfAsync(order.Id)).ConvertAll(f => f.Contract));
        Assert.Equal(
            "voided", (await service.JsonAsync($"rectifications/{order.Id}")).GetProperty("order").GetProperty("status").GetString());
    }

    private static JsonElement Payload((string Contract, string Payload) fact) => JsonSerializer.Deserialize<JsonElement>(fact.Payload);
}
