using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Messaging;
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
            officer, 4, "edu-5", "ZJ-000005", "education", "330282", new DateOnly(2024, 1, 1), new DateOnly(2028, 12, 31), true, CasesUnderTest.Start.UtcDateTime)]));
        await cases.Services.TakePageAsync<EnforcementDbContext>(officers, StatePurposes.Mend); // The officers of the fixture go.

        await cases.Services.EachAlterationIsFoundAsync<EnforcementDbContext, KnownOfficer>(officers);
    }
}
