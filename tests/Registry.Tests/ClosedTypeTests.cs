using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Institutions;
using Oversight.Testing;
using Xunit;
using static Oversight.Registry.Tests.RegisterFiles;

namespace Oversight.Registry.Tests;

/// <summary>
/// Since 24 July 2021 no new subject tutoring body is approved (《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》): nobody
/// establishes one, those that exist come in by import, and what shows no licence from before is listed for a person.
/// </summary>
public sealed class ClosedTypeTests
{
    private const string Institutions = RegistryUnderTest.Api + "/institutions";

    private const string Law = "关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见";

    [Theory]
    [InlineData("T1", "第十三项")]
    [InlineData("T2", "第三十项后末段")]
    public async Task Establishing_one_is_refused_with_the_article(string type, string article)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        // A licence from before does not help: what exists comes by import.
        var statement = Entries.Kindergarten().With("type", type).With("issuedOn", "2020-08-20").With("validFrom", "2020-09-01");
        using var answer = await registry.Registrar.CommandAsync(Institutions, statement);

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.institution.type_closed");
        var basis = problem.Body.GetProperty("legalBasis");
        Assert.Equal((Law, article), (basis.GetProperty("law").GetString(), basis.GetProperty("article").GetString()));
    }

    [Theory]
    [InlineData("T1")]
    [InlineData("T2")]
    public async Task Another_body_does_not_become_one_by_a_change_or_an_import(string type)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync(Entries.Kindergarten().With("type", "T4"));

        using var change = await registry.Registrar.ChangeAsync($"{Institutions}/{id}", Entries.Kindergarten().With("type", type), etag);
        await change.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.institution.type_closed");
        var import = await registry.ImportAsync(FileOf(Row(1, type: type)), "?onFault=skip");

        Assert.Equal(("done", 0, 0, 0, 1, 0), Counts(import));
        Assert.Equal([("refused", 2, 2, "机构类型", "registry.institution.type_closed")], await registry.ReportAsync(import));
        Assert.Equal("T4", (await EntryAsync(registry)).Type);
    }

    [Fact]
    public async Task Those_that_exist_come_in_by_import_and_without_a_licence_from_before_they_are_listed_for_a_person()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var file = FileOf(
            Row(1, type: "T1", issuedOn: "2021-07-23"), Row(2, type: "T1", issuedOn: "2021-07-24"), Row(3, type: "T2"),
            Row(4, type: "T2", issuedOn: "", validFrom: "2021-07-23"), Row(5, type: "T2", issuedOn: "", validFrom: ""), Row(6));

        var import = await registry.ImportAsync(file);

        Assert.Equal(("done", 6, 0, 0, 0, 0), Counts(import));
        Assert.Equal(
            Enumerable.Select([3, 4, 6], line => ("review", line, line, (string?)"发证日期", "registry.import.licence_before_closure")),
            await registry.ReportAsync(import, "&outcome=review"));
        var lines = (await registry.JsonAsync($"imports/{import.GetProperty("id").GetString()}/report")).GetProperty("items");
        Assert.Equal(3, lines.GetArrayLength());
        Assert.Contains($"2021-07-24", lines[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains($"{Law} 第十三项", lines[0].GetProperty("message").GetString(), StringComparison.Ordinal);

        // Whoever brings the file again finds them again: nobody has decided about them yet.
        Assert.Equal(3, (await registry.ReportAsync(await registry.ImportAsync(file), "&outcome=review")).Count);
    }

    [Fact]
    public async Task One_in_preparation_does_not_exist_yet_and_is_refused()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(FileOf(InPreparation("筹设中的培训机构", "T1")), "?onFault=skip");

        Assert.Equal([("refused", 2, 2, "机构类型", "registry.institution.type_closed")], await registry.ReportAsync(import));
    }

    [Fact]
    public async Task A_kindergarten_in_preparation_enters_without_a_licence_and_a_second_time_changes_nothing()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var file = FileOf(InPreparation("筹设中的幼儿园"), Row(2));

        Assert.Equal(("done", 2, 0, 0, 0, 0), Counts(await registry.ImportAsync(file)));
        Assert.Equal(("done", 0, 0, 2, 0, 0), Counts(await registry.ImportAsync(file)));

        var prepared = await EntryAsync(registry, "筹设中的幼儿园");
        Assert.Equal(("PREP", null, null), (prepared.Status, prepared.LicenceNumber, prepared.CreditCode));
    }

    [Fact]
    public async Task After_preparation_it_needs_its_licence()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(FileOf(InPreparation("没有许可证的幼儿园", status: "已发证未登记")), "?onFault=skip");

        Assert.Equal([("refused", 2, 2, "办学许可证号", "registry.institution.licence_required")], await registry.ReportAsync(import));
    }

    [Fact]
    public async Task Which_types_are_closed_and_since_when_is_rule_data_that_a_city_may_add_to()
    {
        var rules = RunFolder.New("rules");
        await File.WriteAllTextAsync(
            Path.Combine(rules, "closed-types.json"),
            """
            { "pack": "closed-types", "entries": [ { "key": "T4", "versions": [ {
              "version": "2026-01-01", "validFrom": "2026-01-01", "jurisdiction": "3302", "unit": "none", "confidence": "unsure",
              "basis": { "law": "某市办法", "article": "第一条", "version": "2026-01-01" },
              "values": { "zh": "不再审批", "en": "No new ones" } } ] } ] }
            """,
            TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?> { ["Oversight:Rules:Folder"] = rules };
        await using var registry = await RegistryUnderTest.StartAsync(settings: settings);
        var file = FileOf(Row(1, type: "T4", issuedOn: "2025-12-31"), Row(2, type: "T4", issuedOn: "2026-01-01"));

        using var answer = await registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten().With("type", "T4"));
        await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.institution.type_closed");
        var import = await registry.ImportAsync(file);

        Assert.Equal([("review", 3, 3, "发证日期", "registry.import.licence_before_closure")], await registry.ReportAsync(import));
    }

    private static Task<Institution> EntryAsync(RegistryUnderTest registry, string? name = null) => registry.ReadAsync(context =>
        context.Institutions.AsNoTracking().SingleAsync(i => name == null || i.Name == name, TestContext.Current.CancellationToken));
}
