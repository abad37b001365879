using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Which visits are seen.</summary>
public sealed class VisitListTests
{
    [Fact]
    public async Task A_list_narrows_by_institution_status_and_department()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var (institution, team) = (await service.InstitutionAsync(), await service.TeamAsync());
        var visit = await service.PlanAsync(institution, team);
        await service.PlanAsync(await service.InstitutionAsync(division: "330281"), team);
        await service.ActAsync(visit, "approval", new { }, service.Supervisor);

        Assert.Equal(2, (await service.JsonAsync("visits?department=education")).GetProperty("items").GetArrayLength());
        Assert.Equal(
            visit.Id, Assert.Single((await service.JsonAsync("visits?status=approved")).GetProperty("items").EnumerateArray())
                .GetProperty("id").GetGuid());
        Assert.Equal(
            visit.Id, Assert.Single((await service.JsonAsync($"visits?institutionId={institution}")).GetProperty("items").EnumerateArray())
                .GetProperty("id").GetGuid());
        Assert.Empty((await service.JsonAsync("visits?status=under_way")).GetProperty("items").EnumerateArray());
        using var unknown = await service.Inspector.GetAsync(
            $"{InspectionUnderTest.Api}/visits?status=UnderWay", TestContext.Current.CancellationToken);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.visit.status_unknown");
    }

    [Fact]
    public async Task Another_divisions_visit_does_not_exist()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.UnderWayAsync();
        var elsewhere = service.As("inspector-2", "330281", "education", Roles.Inspector, Roles.Supervisor);
        var nowhere = service.As("inspector-3", null, "education", Roles.Inspector);

        foreach (var (act, body) in new (string, object)[]
        {
            ("approval", new { }), ("check-in", new { certificatesShown = true }), ("cancellation", new { reason = "x" }),
            ("withdrawal", new { reason = "x" }),
            ("findings", new { item = "E01", description = "x", correctedOnSite = false }), ("conclusion", Statements.Conclusion("1")),
            ("orders", new { department = "education", findingIds = new[] { visit.Id } }),
        })
        {
            await service.RefusedAsync(visit, act, body, HttpStatusCode.NotFound, "inspection.visit.unknown", elsewhere);
        }

        using var read = await elsewhere.GetAsync($"{InspectionUnderTest.Api}/visits/{visit.Id}", TestContext.Current.CancellationToken);
        using var answered = await elsewhere.ChangeAsync(
            $"{InspectionUnderTest.Api}/visits/{visit.Id}/answers",
            new { answers = new[] { new { item = "E01", result = "pass" } } }, visit.ETag);
        using var photo = await service.UploadAsync(visit.Id, Photos.Png(), by: elsewhere);
        using var planned = await elsewhere.CommandAsync(
            InspectionUnderTest.Api + "/visits", Statements.Plan(await service.InstitutionAsync(), await service.TeamAsync()));
        await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.visit.unknown");
        await answered.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.visit.unknown");
        await photo.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.visit.unknown");
        await planned.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.institution.unknown");
        Assert.Empty((await service.JsonAsync("visits", nowhere)).GetProperty("items").EnumerateArray());
    }
}
