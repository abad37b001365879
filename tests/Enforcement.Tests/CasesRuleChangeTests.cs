using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Penalties;
using Oversight.RegisterCopy.Officers;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>The law changes while a case runs; and the copy of officers.</summary>
public sealed class CasesRuleChangeTests
{
    private static string V01(
        string version, string validFrom, string? validTo, int timesMax, string kinds = "\"stop_running\", \"fine\"") => $$"""
        { "version": "{{version}}", "validFrom": "{{validFrom}}", "validTo": {{(validTo is null ? "null" : $"\"{validTo}\"")}},
          "jurisdiction": "CN", "unit": "fen", "confidence": "sure",
          "basis": { "law": "民办教育促进法", "article": "第六十四条", "version": "{{version}}" },
          "values": { "zh": "擅自举办民办学校", "en": "Unlicensed school", "act": "unlicensed_running", "duty": { "law": "民办教育促进法",
            "article": "第十二条" },
            "departments": ["education"], "kinds": [{{kinds}}], "seriousKinds": [], "fines": [ { "tier": "usual", "timesMin": 1,
              "timesMax": {{timesMax}}, "base": "income" } ], "limitationYears": 2 } }
        """;

    private static string Folder(params string[] versions)
    {
        var folder = Directory.CreateTempSubdirectory("oversight-rules-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "violations.json"),
            $$"""{ "pack": "violations", "entries": [ { "key": "V01", "versions": [ {{string.Join(',', versions)}} ] } ] }""");
        return folder;
    }

    [Fact]
    public async Task A_milder_newer_law_is_used_and_said_so()
    {
        var folder = Folder(V01("2018-12-29", "2018-12-29", "2026-11-22", 5), V01("2026-11-23", "2026-11-23", null, 3));
        await using var cases = await CasesUnderTest.StartAsync(rules: folder);
        var (id, etag) = await cases.FileAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "investigation-report", new { facts = "事实" }, etag);

        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(4_000_000), etag, HttpStatusCode.Conflict,
            "enforcement.penalty.fine_above_range");
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(3_000_000), etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "statement-waiver", new { document = "放弃" }, etag);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(3_000_000), etag);
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);

        var act = (await cases.CaseAsync(id)).GetProperty("case").GetProperty("acts")[0];
        Assert.Equal(("violations/V01@2018-12-29(CN)", "violations/V01@2026-11-23(CN)", true),
            (act.GetProperty("rule").GetString(), act.GetProperty("appliedRule").GetString(), act.GetProperty("milder").GetBoolean()));
        using var document = await cases.Officer.GetAsync(
            $"{CasesUnderTest.Api}/cases/{id}/decision-document", TestContext.Current.CancellationToken);
        Assert.Contains("从旧兼从轻", await document.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    // Newer, but with a higher fine, or with one kind more: the law of the day of the act stays.
    [Theory]
    [InlineData(6, "\"stop_running\", \"fine\"")]
    [InlineData(3, "\"stop_running\", \"fine\", \"warning\"")]
    public async Task A_newer_law_that_is_not_milder_is_not_used(int timesMax, string kinds)
    {
        var folder = Folder(V01("2018-12-29", "2018-12-29", "2026-11-22", 5), V01("2026-11-23", "2026-11-23", null, timesMax, kinds));
        await using var cases = await CasesUnderTest.StartAsync(rules: folder);
        var (id, etag) = await cases.WaivedAsync(notice: CasesUnderTest.NoticeOf(5_000_000));
        await CasesUnderTest.RefusedAsync(
            cases.Officer, id, "prior-notice", CasesUnderTest.NoticeOf(5_000_001), etag, HttpStatusCode.Conflict,
            "enforcement.penalty.fine_above_range");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_version_that_was_taken_out_of_the_catalogue_is_refused_by_name_at_the_decision()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.WaivedAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        var folder = Folder(V01("2026-01-01", "2018-12-29", null, 5));

        await cases.JumpAsync(CasesUnderTest.Start.AddMinutes(1), rules: folder);

        var problem = await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "decision", new { }, etag, HttpStatusCode.Conflict, "enforcement.case.rule_missing");
        Assert.Contains("violations/V01@2018-12-29(CN)", problem.Detail, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_range_that_was_changed_after_filing_holds_at_the_decision()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (id, etag) = await cases.WaivedAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        var folder = Folder(V01("2018-12-29", "2018-12-29", null, 1));

        await cases.JumpAsync(CasesUnderTest.Start.AddMinutes(1), rules: folder);

        await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "decision", new { }, etag, HttpStatusCode.Conflict, "enforcement.penalty.fine_above_range");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_copy_of_an_officer_keeps_the_highest_version_whatever_the_order()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var id = Guid.CreateVersion7();
        await cases.OfficerAsync("c-3", "education", "edu-5", version: 3, id: id, active: false);
        await cases.OfficerAsync("c-2", "education", "edu-5", version: 2, id: id);
        await cases.OfficerAsync("c-3", "education", "edu-5", version: 3, id: id, active: false);

        var known = await cases.ReadAsync(c => c.Set<KnownOfficer>().SingleAsync(o => o.Id == id, TestContext.Current.CancellationToken));
        Assert.Equal((3L, "c-3", false), (known.SourceVersion, known.CertificateNumber, known.IsActive));
    }
}
