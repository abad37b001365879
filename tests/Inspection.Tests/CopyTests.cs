using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Institutions;
using Oversight.Inspection.Operations;
using Oversight.Messaging;
using Oversight.RegisterCopy;
using Oversight.Testing;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>What this service copies against what its publishers have.</summary>
public sealed class CopyTests
{
    private static readonly DateTime At = InspectionUnderTest.Start.UtcDateTime;

    private static readonly InstitutionState Institution = new(
        Guid.CreateVersion7(), 1, "慈溪市试验幼儿园", null, "K1", "non_profit", "ACTIVE", "330282", "慈溪市浒山街道试验路 1 号",
        "教民133028260000018号", "慈溪市教育局", new DateOnly(2024, 8, 20), new DateOnly(2024, 9, 1), new DateOnly(2029, 8, 31));

    private static readonly Party Party = new(
        Institution.InstitutionId, Institution.Name, null, Institution.Division, Institution.Address, PartyEntries.Institution);

    [Fact]
    public async Task Each_altered_column_is_found_and_mended()
    {
        await using var service = await InspectionUnderTest.StartAsync();
        var operation = Guid.CreateVersion7();
        PublishedKind register = new("registry", "institution", new StateRecord(Institution.InstitutionId, [new InstitutionAnnounced(
            Institution, [new InstitutionEvent(1, "registered", "ACTIVE", At, new DateOnly(2026, 1, 1), new Ground("民办教育促进法", "第十八条"))])]));
        PublishedKind operations = new("enforcement", "operation", new StateRecord(operation,
        [
            new JointOperationOpened(
                operation, 1, "联执〔2026〕1号", Party, "education",
                [new OperationTask(Guid.CreateVersion7(), "fire", "检查", new DateOnly(2026, 12, 1))], [], new DateOnly(2026, 11, 20), At),
            new JointOperationClosed(operation, 9, Party, "rectified", [], new DateOnly(2026, 11, 24), At),
        ]));
        PublishedKind ratings = new("creditfile", "rating", new StateRecord(Institution.InstitutionId, [new RatingChanged(
            Institution.InstitutionId, 3, "B", 80, 100, null, null, "r", new DateOnly(2026, 11, 24), [], At)]));
        foreach (var kind in (PublishedKind[])[register, operations, ratings])
        {
            await service.Services.TakePageAsync<InspectionDbContext>(kind, StatePurposes.Rebuild);
        }

        await service.Services.EachAlterationIsFoundAsync<InspectionDbContext, KnownInstitution>(register);
        await service.Services.EachAlterationIsFoundAsync<InspectionDbContext, KnownOperation>(operations);
        await service.Services.EachAlterationIsFoundAsync<InspectionDbContext, KnownRating>(ratings);
    }
}
