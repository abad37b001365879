using System.Net;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Testing;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Checklists and what the public sees of an act.</summary>
public sealed class ChecklistTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly InspectionRules Rules = new(overrideFolder: null);

    [Theory]
    [InlineData("K1", "E30 E31 F04 E27", "E04 E14 E32 F13")]
    [InlineData("T1", "E04 E14 F13 M08", "E31 E27 E32 E23")]
    [InlineData("T5", "E14 E21 F13", "E04 E31")]
    [InlineData("T7", "E04 E23", "E30")]
    [InlineData("S2", "E27 F12", "E31 E14")]
    [InlineData("V1", "E32 M02", "E31 E14")]
    [InlineData("X2", "E01 E11 M02 F04 E21", "E02 E31 C01")]
    public void A_checklist_has_the_items_of_the_type_and_no_others(string type, string has, string lacks)
    {
        var items = Rules.Items(type, [], Day).Select(i => i.Key).ToList();

        Assert.All(has.Split(' '), item => Assert.Contains(item, items));
        Assert.All(lacks.Split(' '), item => Assert.DoesNotContain(item, items));
    }

    [Fact]
    public void The_pack_has_every_row_with_article_texts_and_confidence()
    {
        var all = Rules.Items(null, [], Day);

        Assert.Equal(32 + 16 + 12 + 7 + 5, all.Count);
        Assert.All(
            all, i => Assert.True(
                i.Values is { Zh.Length: > 0, En.Length: > 0 } && i.Basis.Article.Length > 0 && i.Confidence != Confidence.Ours, i.Key));
        Assert.Equal(["V37"], Rules.Items("K1", ["fire"], Day).Where(i => i.Key == "F05").Select(i => i.Values.Violation));
        Assert.DoesNotContain(all, i => i.Key == "E31" && i.AppliesOn(new DateOnly(2025, 5, 31)));
    }

    [Fact]
    public async Task The_checklist_is_answered_by_type_and_department()
    {
        await using var service = await InspectionUnderTest.StartAsync();

        var fire = await service.JsonAsync("checklists?type=K1&department=fire");
        using var type = await service.Inspector.GetAsync(
            $"{InspectionUnderTest.Api}/checklists?type=Q9", TestContext.Current.CancellationToken);
        using var department = await service.Inspector.GetAsync(
            $"{InspectionUnderTest.Api}/checklists?department=weather", TestContext.Current.CancellationToken);

        Assert.All(fire.GetProperty("items").EnumerateArray(), i => Assert.Equal("fire", i.GetProperty("department").GetString()));
        Assert.StartsWith("checklists@", fire.GetProperty("version").GetString(), StringComparison.Ordinal);
        await type.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.checklist.type_unknown");
        await department.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "inspection.checklist.department_unknown");
        Assert.Equal(18, (await service.JsonAsync("result-categories")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Everybody_checks_an_act_by_its_code_and_sees_certificates_but_no_names()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var visit = await service.PlanAsync(await service.InstitutionAsync(), await service.TeamAsync());
        var approved = await service.ActAsync(visit, "approval", new { }, service.Supervisor);
        var address = $"{InspectionUnderTest.Api}/public/acts/";
        var code = approved.GetProperty("actCode").GetString()!;

        using var known = await service.Anonymous().GetAsync(address + code.ToLowerInvariant(), TestContext.Current.CancellationToken);
        var act = await known.ReadJsonAsync();
        Assert.Equal(["ZJ-000001", "ZJ-000002"], act.GetProperty("certificates").EnumerateArray().Select(c => c.GetString()!));
        Assert.Equal(
            ("日常检查", "2026-11-24", 3),
            (act.GetProperty("kindZh").GetString(), act.GetProperty("day").GetString(), act.GetProperty("basis").GetArrayLength()));
        Assert.DoesNotContain("欧阳", act.GetRawText(), StringComparison.Ordinal);
        foreach (var wrong in new[] { "0000000000000000", "x", new string('A', 500), code[..15] + (code[15] == 'A' ? 'B' : 'A') })
        {
            using var unknown = await service.Anonymous().GetAsync(address + wrong, TestContext.Current.CancellationToken);
            await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.act.unknown");
        }

        await service.ActAsync(visit, "cancellation", new { reason = "取消" });
        using var cancelled = await service.Anonymous().GetAsync(address + code, TestContext.Current.CancellationToken);
        await cancelled.ShouldBeProblemAsync(HttpStatusCode.NotFound, "inspection.act.unknown");
    }
}
