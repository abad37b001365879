using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>The list of visits.</summary>
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
}
