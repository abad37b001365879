using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>From an order to its end, through HTTP and the clock.</summary>
public sealed class RectificationTests
{
    private const string Rectifications = InspectionUnderTest.Api + "/rectifications";

    [Fact]
    public async Task An_order_is_reported_failed_carried_on_and_passed()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (visit, findings) = await service.ConcludedAsync(["E01", "E02"]);
        using var photo = await service.UploadAsync(visit.Id, Photos.Png());
        var order = await service.OrderAsync(visit, findings);
        var team = await service.TeamAsync();

        await service.ActAsync(order, "self-report", new { text = "赵六已整改", evidence = new[] { Photos.HashOf(Photos.Png()) } });
        var failed = await service.ActAsync(
            order, "rechecks", new { officerIds = team, results = Results(("E01", true), ("E02", false)), newDays = 5 });
        Assert.Equal(("open", "2026-11-29"), (failed.GetProperty("status").GetString(), failed.GetProperty("dueOn").GetString()));
        await service.RefusedAsync(
            order, "rechecks", new { officerIds = team, results = Results(("E01", true), ("E02", true)) }, HttpStatusCode.BadRequest,
            "inspection.rectification.items_incomplete");
        var passed = await service.ActAsync(order, "rechecks", new { officerIds = team, results = Results(("E02", true)) });

        Assert.Equal(("passed", 2), (passed.GetProperty("status").GetString(), passed.GetProperty("rechecks").GetInt32()));
        var facts = await service.FactsOfAsync(order.Id);
        Assert.Equal(["RectificationOrdered", "RectificationFailed", "RectificationPassed"], facts.ConvertAll(f => f.Contract));
        var state = JsonDocument.Parse(facts[0].Payload).RootElement.GetProperty("order");
        Assert.Equal(("2026-12-09", "education"), (state.GetProperty("dueOn").GetString(), state.GetProperty("department").GetString()));
        Assert.Equal(
            ["E02"], JsonDocument.Parse(facts[1].Payload).RootElement.GetProperty("order").GetProperty("openItems").EnumerateArray()
                .Select(i => i.GetString()!));
        Assert.DoesNotContain(facts, f => f.Payload.Contains("赵六", StringComparison.Ordinal));
        Assert.Equal("赵六已整改", (await service.JsonAsync($"rectifications/{order.Id}")).GetProperty("selfReport").GetString());
        Assert.Equal(
            0, await service.ReadAsync(
                c => c.Deadlines.CountAsync(
                    d => c.Clocks.Any(k => k.Id == d.SubjectId && k.SubjectId == order.Id)
                        && d.FiredAt == null && d.CancelledAt == null,
                    TestContext.Current.CancellationToken)));
        await service.RefusedAsync(
            order, "rechecks", new { officerIds = team, results = Results(("E02", true)) }, HttpStatusCode.Conflict,
            "inspection.rectification.act_not_allowed");
        Assert.DoesNotContain(
            "赵六", string.Concat(await service.Services.StoredAnswersAsync<InspectionDbContext>()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_term_passes_once_assigned_or_not_and_a_longer_term_calls_it_off()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (visit, findings) = await service.ConcludedAsync(["E01", "E02"]);
        var due = await service.OrderAsync(visit, [findings[0]], 1, "急");
        var extended = await service.OrderAsync(visit, [findings[1]], 1, "急");
        await service.ActAsync(extended, "extension", new { days = 30, reason = "停电" }, service.Supervisor);

        // The last official day, 25 November, ends at 16:00 UTC.
        service.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 15, 59, 59, TimeSpan.Zero));
        await service.SweepAsync();
        Assert.Single(await service.FactsOfAsync(due.Id));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(service.SweepAsync(), service.SweepAsync());
        await Eventually.HoldsAsync(
            async () => Assert.Equal(2, (await service.FactsOfAsync(due.Id)).Count), TimeSpan.FromSeconds(10), "the order is overdue");
        service.Clock.Advance(TimeSpan.FromDays(2));
        await service.SweepAsync();

        Assert.Equal(["RectificationOrdered", "RectificationOverdue"], (await service.FactsOfAsync(due.Id)).ConvertAll(f => f.Contract));
        Assert.Equal(["RectificationOrdered"], (await service.FactsOfAsync(extended.Id)).ConvertAll(f => f.Contract));
        Assert.Equal(
            due.Id, Assert.Single((await service.JsonAsync("rectifications?overdue=true")).GetProperty("items").EnumerateArray())
                .GetProperty("id").GetGuid());
        Assert.Equal(
            extended.Id,
            Assert.Single(
                (await service.JsonAsync("rectifications?overdue=false&status=open&department=education")).GetProperty("items")
                    .EnumerateArray()).GetProperty("id").GetGuid());
        var clocks = await service.ReadAsync(c => c.Clocks.AsNoTracking().Where(k => k.SubjectId == due.Id || k.SubjectId == extended.Id)
            .OrderBy(k => k.DueOn).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [(due.Id, new DateOnly(2026, 11, 25), true), (extended.Id, new DateOnly(2026, 12, 25), false)],
            clocks.Select(k => (k.SubjectId, k.DueOn!.Value, k.RanOutAt is not null)));
        due.ETag = "\"2\"";
        await service.RefusedAsync(
            due, "extension", new { days = 5, reason = "晚" }, HttpStatusCode.Conflict, "inspection.rectification.ran_out",
            service.Supervisor);
    }

    [Fact]
    public async Task An_extension_is_asked_for_by_one_and_granted_by_another_once()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (visit, findings) = await service.ConcludedAsync(["E01"]);
        var order = await service.OrderAsync(visit, findings);
        var promoted = service.As("inspector-1", "3302", "education", Roles.Supervisor);

        await service.ActAsync(order, "extension", new { days = 10, reason = "等材料" });
        await service.RefusedAsync(
            order, "extension", new { days = 10, reason = "再请" }, HttpStatusCode.Conflict, "inspection.rectification.extension_asked");
        await service.RefusedAsync(
            order, "extension", new { days = 10, reason = "自批" }, HttpStatusCode.Forbidden,
            "inspection.rectification.asker_grants", promoted);
        var granted = await service.ActAsync(order, "extension", new { days = 10, reason = "同意" }, service.Supervisor);
        Assert.Equal(("2026-12-19", 1), (granted.GetProperty("dueOn").GetString(), granted.GetProperty("extensions").GetInt32()));
        await service.RefusedAsync(
            order, "extension", new { days = 10, reason = "又" }, HttpStatusCode.Conflict, "inspection.rectification.extended_already",
            service.Supervisor);
    }

    [Fact]
    public async Task A_bad_order_is_refused_by_name()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync(["education", "fire"]);
        var open = (await service.ActAsync(visit, "findings", new { item = "E01", description = "x", correctedOnSite = false }))
            .GetProperty("findingId").GetGuid();
        var corrected = (await service.ActAsync(visit, "findings", new { item = "E02", description = "x", correctedOnSite = true }))
            .GetProperty("findingId").GetGuid();
        var fire = (await service.ActAsync(visit, "findings", new { item = "F05", description = "x", correctedOnSite = false }))
            .GetProperty("findingId").GetGuid();
        var body = new { department = "education", findingIds = new[] { open }, days = (int?)null, reason = (string?)null };
        await service.RefusedAsync(visit, "orders", body, HttpStatusCode.Conflict, "inspection.visit.act_not_allowed");
        await service.ActAsync(visit, "conclusion", Statements.Conclusion("A"));

        (object Body, HttpStatusCode Status, string Code)[] cases =
        [
            (body with { days = 0, reason = "x" }, HttpStatusCode.BadRequest, "inspection.rectification.days_out_of_range"),
            (body with { days = 91, reason = "x" }, HttpStatusCode.BadRequest, "inspection.rectification.days_out_of_range"),
            (body with { days = 30 }, HttpStatusCode.BadRequest, "inspection.rectification.reason_required"),
            (body with { findingIds = [open, open] }, HttpStatusCode.BadRequest, "inspection.rectification.finding_unknown"),
            (body with { findingIds = [fire] }, HttpStatusCode.BadRequest, "inspection.rectification.finding_unknown"),
            (body with { findingIds = [Guid.CreateVersion7()] }, HttpStatusCode.BadRequest, "inspection.rectification.finding_unknown"),
            (body with { findingIds = [corrected] }, HttpStatusCode.Conflict, "inspection.rectification.finding_corrected"),
            (body with { findingIds = [] }, HttpStatusCode.BadRequest, "request.field.length"),
            (body with { department = "fire", findingIds = [fire] }, HttpStatusCode.Forbidden,
                "inspection.rectification.not_your_department"),
        ];
        foreach (var (bad, status, code) in cases)
        {
            await service.RefusedAsync(visit, "orders", bad, status, code);
        }

        var order = await service.OrderAsync(visit, [open], 90, "工程量大");
        await service.RefusedAsync(visit, "orders", body, HttpStatusCode.Conflict, "inspection.rectification.finding_ordered");
        var (one, alien) = (await service.OfficerAsync(), await service.OfficerAsync("fire"));
        await service.RefusedAsync(
            order, "rechecks", new { officerIds = new[] { one }, results = Results(("E01", true)) }, HttpStatusCode.Conflict,
            "inspection.visit.too_few_officers");
        await service.RefusedAsync(
            order, "rechecks", new { officerIds = new[] { one, one }, results = Results(("E01", true)) }, HttpStatusCode.BadRequest,
            "inspection.visit.officer_twice");
        await service.RefusedAsync(
            order, "rechecks", new { officerIds = new[] { one, alien }, results = Results(("E01", true)) }, HttpStatusCode.Conflict,
            "inspection.visit.officer_other_department");
        await service.RefusedAsync(
            order, "rechecks", new { officerIds = await service.TeamAsync(), results = Results(("E01", false)), newDays = 91 },
            HttpStatusCode.BadRequest, "inspection.rectification.days_out_of_range");
        await service.RefusedAsync(
            order, "self-report", new { text = "x", evidence = new[] { new string('a', 64) } }, HttpStatusCode.BadRequest,
            "inspection.finding.evidence_unknown");
        await service.RefusedAsync(
            order, "self-report", new { text = "x" }, HttpStatusCode.Forbidden, "inspection.rectification.not_your_department",
            service.FireInspector);
        await service.RefusedAsync(
            order, "self-report", new { text = "x" }, HttpStatusCode.PreconditionFailed, "request.version.stale", etag: "\"9\"");
        var elsewhere = service.As("x", "330281", "education", Roles.Inspector);
        await service.RefusedAsync(
            order, "self-report", new { text = "x" }, HttpStatusCode.NotFound, "inspection.rectification.unknown", elsewhere);
        using var bare = await service.Inspector.CommandAsync($"{Rectifications}/{order.Id}/self-report", new { text = "x" });
        await bare.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
        using var read = await elsewhere.GetAsync($"{Rectifications}/{order.Id}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.rectification.unknown");
    }

    private static object[] Results(params (string Item, bool Passed)[] results) =>
        [.. results.Select(r => new { item = r.Item, passed = r.Passed, note = "孙七在场" })];
}
