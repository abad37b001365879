using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Operations;
using Oversight.Enforcement.Referrals;
using Oversight.Messaging;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Outbox;
using Xunit;
using static Oversight.Enforcement.Tests.OperationsUnderTest;

namespace Oversight.Enforcement.Tests;

/// <summary>Facts of other services, over the bus: twice, late, in any order.</summary>
public sealed class OperationsFactTests
{
    private static readonly DateTime At = Start.UtcDateTime;
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public async Task A_referred_report_becomes_one_clue_however_often_it_is_told()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var (fact, message) = (Referred(party), Guid.CreateVersion7());

        await service.TakeAsync(fact, message);
        await service.TakeAsync(fact, message);
        await service.TakeAsync(fact);

        var clue = Assert.Single(await ItemsAsync("clues?source=complaint", service.Fire));
        Assert.Equal((fact.MatterId, "fire", "sent", true),
            (clue.GetProperty("sourceId").GetGuid(), clue.GetProperty("department").GetString(), clue.GetProperty("status").GetString(),
                clue.GetProperty("isUrgent").GetBoolean()));
    }

    [Fact]
    public async Task A_report_that_is_referred_again_is_noted_on_the_open_clue_and_new_after_its_end_or_for_another_department()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var fact = Referred(party);

        await service.TakeAsync(fact with { Version = 3 });
        await service.TakeAsync(fact with { Version = 2 });
        await service.TakeAsync(fact with { Version = 4, Department = "market" });
        var clue = Assert.Single(await ItemsAsync("clues", service.Fire));
        Assert.Equal(2, clue.GetProperty("version").GetInt64());
        Assert.Single(await ItemsAsync("clues", service.Market));
        var taken = await ActAsync(service.Fire, "clues", new Record(clue.GetProperty("id").GetGuid(), "\"2\"", clue), "acceptance");
        await ActAsync(service.Fire, "clues", taken, "conclusion", new { outcome = "no_violation", reason = "x" });
        await service.TakeAsync(fact with { Version = 5 });

        Assert.Equal(2, (await ItemsAsync("clues", service.Fire)).Count);
        Assert.Equal((fact.MatterId, "complaint"), (
            (await service.FactsOfAsync(taken.Id))[0].Fact.GetProperty("sourceId").GetGuid(),
            (await service.FactsOfAsync(taken.Id))[0].Fact.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData("weather", "V37", "'weather'")]
    [InlineData("fire", "V99", "'V99'")]
    [InlineData("fire", "v37", "'v37'")]
    public async Task A_report_with_a_code_that_nobody_knows_is_parked_and_makes_no_clue(
        string department, string violation, string unknown)
    {
        await using var service = await StartAsync();
        var fact = Referred(await service.RegisterAsync());

        await service.TakeAsync(fact with { Department = department, Violations = [violation] });

        var parked = await service.QueryAsync(c => c.Set<DeferredFact>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(DeferralState.Parked, parked.State);
        Assert.Contains(unknown, parked.Error, StringComparison.Ordinal);
        Assert.Equal(0, await service.QueryAsync(c => c.Set<Clue>().CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_report_may_be_referred_to_a_department_that_only_receives()
    {
        await using var service = await StartAsync();

        await service.TakeAsync(Referred(await service.RegisterAsync()) with { Department = "discipline" });

        Assert.Single(await ItemsAsync("clues", service.As("secretary", "discipline", Oversight.Web.Roles.CaseOfficer)));
    }

    [Fact]
    public async Task A_returned_report_without_sender_is_passed_on_by_any_supervisor()
    {
        await using var service = await StartAsync();
        await service.TakeAsync(Referred(await service.RegisterAsync()));
        var clue = Assert.Single(await ItemsAsync("clues", service.Fire));
        var returned = await ActAsync(
            service.Fire, "clues", new Record(clue.GetProperty("id").GetGuid(), "\"1\"", clue), "return", new { reason = "不属本部门" });

        var moved = await ActAsync(service.Office, "clues", returned, "transfer", new { department = "housing", reason = "住建" });

        Assert.Equal(("sent", "housing", "coordination"), (moved.Text("status"), moved.Text("department"), moved.Text("senderDepartment")));
    }

    [Fact]
    public async Task An_order_that_is_overdue_and_then_fails_is_one_clue_of_the_department_that_gave_it()
    {
        await using var service = await StartAsync();
        var order = Order(await service.RegisterAsync(), null);

        await service.TakeAsync(new RectificationFailed(order with { Version = 3 }, Today, At));
        await service.TakeAsync(new RectificationOverdue(order with { Version = 2 }, At));

        var clue = Assert.Single(await ItemsAsync("clues?source=inspection", service.Fire));
        Assert.Equal(
            (order.OrderId, "rectification_failed"), (clue.GetProperty("sourceId").GetGuid(), clue.GetProperty("category").GetString()));
    }

    [Fact]
    public async Task Inspections_and_orders_of_an_operation_stand_once_in_its_timeline_with_their_evidence()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var (concluded, order) = (Concluded(party, operation.Id), Order(party, operation.Id));

        await service.TakeAsync(concluded);
        await service.TakeAsync(concluded);
        await service.TakeAsync(new RectificationOverdue(order with { Version = 2 }, At));
        await service.TakeAsync(new RectificationOrdered(order, At));
        await service.TakeAsync(new RectificationFailed(order with { Version = 3 }, Today, At));
        await service.TakeAsync(new RectificationPassed(order with { Version = 4 }, Today, At));

        Assert.Equal(
            ["inspection.concluded", "rectification.overdue", "rectification.ordered", "rectification.failed", "rectification.passed"],
            (await KindsAsync(operation.Id, service.Market)).Skip(3));
        Assert.Equal(
            [new string('a', 64), new string('b', 64)],
            (await ItemsAsync($"operations/{operation.Id}/evidence", service.Education)).ConvertAll(
                e => e.GetProperty("sha256").GetString()!).Order());
        Assert.Empty(await ItemsAsync("clues", service.Fire));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_withdrawn_inspection_is_noted_whichever_fact_comes_first(bool withdrawalFirst)
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var concluded = Concluded(party, operation.Id);
        object[] facts = [concluded, new InspectionWithdrawn(concluded.VisitId, 5, party, Today, At)];

        foreach (var fact in withdrawalFirst ? facts.Reverse() : facts)
        {
            await service.TakeAsync(fact);
        }

        Assert.Equal(["inspection.concluded", "inspection.withdrawn"], (await KindsAsync(operation.Id, service.Education)).Skip(3));
    }

    [Fact]
    public async Task A_fact_about_an_operation_that_is_not_here_is_parked_and_leaves_nothing()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();

        await service.TakeAsync(Concluded(party, Guid.CreateVersion7()));

        Assert.Equal(
            DeferralState.Parked,
            await service.QueryAsync(c => c.Set<DeferredFact>().Select(f => f.State).SingleAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(
            0, await service.QueryAsync(c => c.Set<Operations.OperationVisit>().CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Complaints_behind_an_operation_are_named_in_its_facts()
    {
        await using var service = await StartAsync();
        var referred = Referred(await service.RegisterAsync()) with { Department = "education" };
        await service.TakeAsync(referred);
        var clue = Assert.Single(await ItemsAsync("clues", service.Education));

        var operation = await CreateAsync(service.Education, "operations", Plan(null, clue.GetProperty("id").GetGuid()));

        Assert.Equal(
            referred.MatterId,
            Assert.Single((await service.FactsOfAsync(operation.Id))[0].Fact.GetProperty("matterIds").EnumerateArray()).GetGuid());
    }

    [Fact]
    public async Task A_conclusion_that_is_announced_again_with_its_last_day_makes_one_line_of_the_timeline()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var concluded = Concluded(party, operation.Id);

        await service.TakeAsync(concluded);
        await service.TakeAsync(concluded with { Version = 7, PublishDueOn = new DateOnly(2027, 1, 6) });

        Assert.Single(await KindsAsync(operation.Id, service.Education), kind => kind == "inspection.concluded");
    }

    private static ClueReferred Referred(Party party) =>
        new(Guid.CreateVersion7(), 2, party, "fire_hazard", ["V37"], "fire", "通道被堵", true, At.AddDays(-1), At);

    private static RectificationState Order(Party party, Guid? operation) =>
        new(Guid.CreateVersion7(), 1, Guid.CreateVersion7(), party, "fire", ["F03"], Today.AddDays(-10), Today.AddDays(-1), operation);

    private static InspectionConcluded Concluded(Party party, Guid operation) => new(
        Guid.CreateVersion7(), 4, party, "special", ["fire", "education"], Today, Today, ["problems_found"],
        [
            new InspectionFinding(
                Guid.CreateVersion7(), "F03", "fire", "high", new Ground("消防法", "第六十条"), false, "V37",
                [new string('b', 64), new string('a', 64)])],
        operation, "checklist@1", null, At);
}
