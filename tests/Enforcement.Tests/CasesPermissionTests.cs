using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Cases;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>Who may file and decide: the power of the organ, avoidance (回避), separation, all by the packs.</summary>
public sealed class CasesPermissionTests
{
    [Fact]
    public async Task A_department_files_only_what_it_may_punish_and_is_told_of_no_other_case()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.FileAsync(CasesUnderTest.Filing("V37", incomeFen: null, department: "fire"), cases.Fire);

        var problem = await cases.FilingRefusedAsync(
            CasesUnderTest.Filing("V37", incomeFen: null), HttpStatusCode.Forbidden, "reference.power.missing");

        Assert.Contains("education", problem.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("V37", problem.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await cases.ReadAsync(c => c.Set<Case>().CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Who_must_keep_away_from_the_party_neither_files_nor_handles_nor_decides_until_it_is_lifted()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (head, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await cases.OfficerAsync("education-3", "education", "edu-head", id: head, avoids: CasesUnderTest.Training);
        await cases.OfficerAsync("education-4", "education", "edu-4", id: second, avoids: CasesUnderTest.Training);

        await cases.FilingRefusedAsync(
            With(CasesUnderTest.Handlers(second: "4")), HttpStatusCode.Conflict, "enforcement.case.handler_avoids");
        await cases.FilingRefusedAsync(
            CasesUnderTest.Filing(), HttpStatusCode.Forbidden, "reference.act.avoidance",
            cases.As("edu-4", "education", "330282", "case_officer"));
        var (id, etag) = await cases.WaivedAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "decision", new { }, etag, HttpStatusCode.Forbidden, "reference.act.avoidance");
        await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "dismissal", new { ground = "minor_corrected", reason = "轻微" }, etag, HttpStatusCode.Forbidden,
            "reference.act.avoidance");

        await cases.OfficerAsync("education-3", "education", "edu-head", version: 2, id: head);
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);
    }

    [Fact]
    public async Task An_avoidance_of_one_party_bars_from_no_other_and_that_of_one_who_no_longer_acts_still_counts()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        await cases.OfficerAsync("education-3", "education", "edu-head", active: false, avoids: CasesUnderTest.Training);
        var other = CasesUnderTest.Filing("V01", institution: CasesUnderTest.Kindergarten);

        var (id, etag) = await cases.WaivedAsync(other);
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);
        (id, etag) = await cases.WaivedAsync();
        etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
        await CasesUnderTest.RefusedAsync(
            cases.Supervisor, id, "decision", new { }, etag, HttpStatusCode.Forbidden, "reference.act.avoidance");
    }

    private static Dictionary<string, object?> With(object[] handlers) => new(CasesUnderTest.Filing()) { ["handlers"] = handlers };
}
