using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Messaging;
using Oversight.RegisterCopy.Officers;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>What this service copies against what its publishers have.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task Each_altered_column_of_an_officer_is_found_and_mended()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var officer = Guid.CreateVersion7();
        PublishedKind officers = new("inspection", "officer", new StateRecord(officer, [new OfficerRecorded(
            officer, 4, "edu-5", "ZJ-000005", "education", "330282", new DateOnly(2024, 1, 1), new DateOnly(2028, 12, 31), true,
            [CasesUnderTest.Training], CasesUnderTest.Start.UtcDateTime)]));
        await cases.ReadAsync(database => database.Set<KnownOfficer>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        await cases.Services.TakePageAsync<EnforcementDbContext>(officers, StatePurposes.Rebuild);

        await cases.Services.EachAlterationIsFoundAsync<EnforcementDbContext, KnownOfficer>(officers);
    }

    [Fact]
    public async Task What_is_kept_is_announced_for_an_institution_and_for_one_record()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, one) = await cases.ServedAsync();
        var (_, _, other) = await cases.ServedAsync(CasesUnderTest.Filing(actOn: "2026-11-19"));

        Assert.Equal(new[] { one, other }.Order(), await AnnouncedAsync(CasesUnderTest.Training));
        Assert.Equal([other], await AnnouncedAsync(other));
        Assert.Empty(await AnnouncedAsync(Guid.CreateVersion7()));

        async Task<List<Guid>> AnnouncedAsync(Guid subject) =>
            [.. (await cases.Services.AnnouncedAsync<EnforcementDbContext>("penalty", subject)).Select(record => record.Id)];
    }

    [Fact]
    public async Task A_repair_is_compared_and_one_that_a_restore_of_the_credit_file_lost_is_undone()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, penaltyId) = await cases.ServedAsync();
        var repaired = new PenaltyRepaired(
            penaltyId, 7, CasesUnderTest.Training, new DateOnly(2026, 11, 24), CasesUnderTest.Start.UtcDateTime);
        var lost = repaired with { PenaltyId = Guid.CreateVersion7() }; // This service has been restored as well, and has lost the penalty.
        PublishedKind marks = new("creditfile", "mark", new StateRecord(penaltyId, [repaired]), new StateRecord(lost.PenaltyId, [lost]));

        Assert.Contains(
            "repaired_on", await cases.Services.TakePageAsync<EnforcementDbContext>(marks, StatePurposes.Mend), StringComparison.Ordinal);
        Assert.Equal("", await cases.Services.TakePageAsync<EnforcementDbContext>(marks, StatePurposes.Verify));
        PublishedKind none = new("creditfile", "mark");
        // Repaired after the page was made.
        Assert.Equal("", await cases.Services.TakePageAsync<EnforcementDbContext>(none, StatePurposes.Mend));
        Assert.Contains(
            "repaired_on", await cases.Services.TakePageAsync<EnforcementDbContext>(none, StatePurposes.Mend, TakenFacts.SecondEpoch),
            StringComparison.Ordinal);

        Assert.Null(await cases.ReadAsync(c => Task.FromResult(c.Set<Penalty>().Single(p => p.Id == penaltyId).RepairedOn)));
        Assert.Equal("", await cases.Services.TakePageAsync<EnforcementDbContext>(none, StatePurposes.Verify, TakenFacts.SecondEpoch));
    }
}
