using System.Net;
using Oversight.Complaint.Data;
using Oversight.Contracts.Inspection.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>Who must keep away from a party (回避) handles no matter about it.</summary>
public sealed class AvoidanceTests
{
    [Fact]
    public async Task Who_must_keep_away_from_the_institution_neither_accepts_nor_mediates_until_it_is_lifted()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (institution, officer) = (await complaint.KnowAsync(), Guid.NewGuid());
        var (_, id) = await complaint.MatterAsync(Messages.Complaint().With("institutionId", institution)
            .With("partyName", null).With("division", null).With("address", null));
        await complaint.Services.TakeAsync<ComplaintDbContext>(Avoids(officer, 1, institution));

        using var barred = await complaint.TryAsync(id, "acceptance");
        await barred.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.act.avoidance");

        await complaint.ActAsync(id, "acceptance", officer: complaint.Supervisor);
        object mediation = new { consentsToNaming = true, note = "双方同意周五调解" };
        using var mediates = await complaint.TryAsync(id, "mediation", mediation);
        await mediates.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.act.avoidance");

        await complaint.Services.TakeAsync<ComplaintDbContext>(Avoids(officer, 2));
        await complaint.ActAsync(id, "mediation", mediation);
    }

    private static OfficerRecorded Avoids(Guid officer, long version, params Guid[] parties) => new(
        officer, version, "handler-1", "ZJ-1", "education", "3302", new DateOnly(2024, 1, 1), new DateOnly(2028, 12, 31), true, parties,
        ComplaintUnderTest.Start.UtcDateTime);
}
