using System.Net;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Facts of other services: twice, late, out of order, about what is not yet known.</summary>
public sealed class ConsumerTests
{
    private const string Visits = InspectionUnderTest.Api + "/visits";
    private static readonly DateTime At = InspectionUnderTest.Start.UtcDateTime;

    [Fact]
    public async Task A_visit_belongs_to_an_open_operation_of_the_same_party_with_a_task_for_each_department()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, other) = (await service.InstitutionAsync(), await service.InstitutionAsync());
        var team = await service.TeamAsync("education", "fire");
        var operation = Guid.CreateVersion7();
        await service.TakeAsync(Opened(operation, institution, "education"));
        await service.TakeAsync(Opened(operation, institution, "education"));

        string[] both = ["education", "fire"];
        using var noTask = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(institution, team, both).And(new { operationId = operation }));
        await noTask.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.operation.no_task");
        await service.TakeAsync(Opened(operation, institution, "education", "fire") with { Version = 2 });
        await service.TakeAsync(Opened(operation, institution, "education"));
        using var wrongParty = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(other, team, both).And(new { operationId = operation }));
        await wrongParty.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.operation.other_party");
        var visit = await service.PlanAsync(institution, team, both, new { operationId = operation });
        await service.TakeAsync(Closed(operation, institution));
        await service.TakeAsync(Closed(operation, institution));
        using var closed = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(institution, team, both).And(new { operationId = operation }));
        await closed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.operation.closed");

        Assert.Equal(
            visit.Id, Assert.Single((await service.JsonAsync($"visits?operationId={operation}")).GetProperty("items").EnumerateArray())
                .GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_closing_that_comes_before_its_opening_is_kept()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team, operation) = (await service.InstitutionAsync(), await service.TeamAsync(), Guid.CreateVersion7());

        await service.TakeAsync(Closed(operation, institution));
        await service.TakeAsync(Opened(operation, institution, "education"));

        using var answer = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(institution, team).And(new { operationId = operation }));
        await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "inspection.operation.closed");
    }

    [Fact]
    public async Task An_operation_in_another_division_does_not_exist()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team, operation) = (await service.InstitutionAsync(), await service.TeamAsync(), Guid.CreateVersion7());
        var fact = Opened(operation, institution, "education");
        await service.TakeAsync(fact with { Party = fact.Party with { Division = "330382" } });

        using var answer = await service.Inspector.CommandAsync(
            Visits, Statements.Plan(institution, team).And(new { operationId = operation }));
        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.operation.unknown");
    }

    [Fact]
    public async Task The_newest_grade_stays_whatever_the_order_and_also_for_an_institution_that_is_not_known_yet()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var id = Guid.CreateVersion7();

        await service.TakeAsync(Rated(id, 3, "D"));
        await service.TakeAsync(Rated(id, 2, "B"));
        await service.TakeAsync(Rated(id, 3, "D"));
        await service.InstitutionAsync(id: id);

        var overview = await service.JsonAsync($"institutions/{id}/overview");
        Assert.Equal(
            ("D", "K1", 0),
            (overview.GetProperty("grade").GetString(), overview.GetProperty("type").GetString(),
                overview.GetProperty("openOrders").GetInt32()));
        await service.TakeAsync(Rated(id, 4, "A"));
        Assert.Equal("A", (await service.JsonAsync($"institutions/{id}/overview")).GetProperty("grade").GetString());
    }

    [Fact]
    public async Task A_lead_on_an_unlicensed_entity_can_be_visited()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var lead = new UnlicensedEntityRecorded(
            Guid.CreateVersion7(), 1, "无证作业班", null, "330282", "某小区 3 幢", "UNLICENSED_LEAD", true, true, At);
        await service.TakeAsync(lead);

        var visit = await service.UnderWayAsync(institutionId: lead.InstitutionId);
        await service.AnswerAsync(visit, ("E01", "fail"), ("E21", "pass"));
        var finding = await service.ActAsync(visit, "findings", new { item = "E01", description = "无许可证", correctedOnSite = false });

        Assert.Equal("V01", finding.GetProperty("violation").GetString());
        Assert.True((await service.JsonAsync($"institutions/{lead.InstitutionId}/overview")).GetProperty("isLead").GetBoolean());
    }

    [Fact]
    public async Task An_overview_shows_plans_so_that_departments_go_together()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var institution = await service.InstitutionAsync();
        await service.PlanAsync(institution, await service.TeamAsync(), more: new { plannedOn = "2026-12-01" });
        var (visit, findings) = await service.ConcludedAsync(["E01"], institutionId: institution);
        await service.OrderAsync(visit, findings);

        var overview = await service.JsonAsync($"institutions/{institution}/overview", service.FireInspector);

        Assert.Equal("2026-12-01", Assert.Single(overview.GetProperty("upcoming").EnumerateArray()).GetProperty("plannedOn").GetString());
        Assert.Equal((1, 0), (overview.GetProperty("openOrders").GetInt32(), overview.GetProperty("overdueOrders").GetInt32()));
        using var unknown = await service.Inspector.GetAsync(
            $"{InspectionUnderTest.Api}/institutions/{Guid.CreateVersion7()}/overview", TestContext.Current.CancellationToken);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.institution.unknown");
    }

    private static Party PartyOf(Guid institution) =>
        new(institution, "慈溪市试验幼儿园", null, "330282", "慈溪市浒山街道试验路 1 号", PartyEntries.Institution);

    private static JointOperationOpened Opened(Guid id, Guid institution, params string[] departments) => new(
        id, 1, "联执〔2026〕1号", PartyOf(institution), "education",
        [.. departments.Select(d => new OperationTask(Guid.CreateVersion7(), d, "检查", new DateOnly(2026, 12, 1)))], [],
        new DateOnly(2026, 11, 20), At);

    private static JointOperationClosed Closed(Guid id, Guid institution) =>
        new(id, 9, PartyOf(institution), "rectified", [], new DateOnly(2026, 11, 24), At);

    private static RatingChanged Rated(Guid id, long version, string grade) =>
        new(id, version, grade, 60, 100, null, null, "r", new DateOnly(2026, 11, 24), [], At);
}
