using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The mark of an objection beside what is published.</summary>
public sealed class DisputeTests
{
    [Fact]
    public async Task An_objection_marks_an_item_whether_it_comes_before_or_after_and_its_end_takes_the_mark_away()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var (penalty, inspection) = (Facts.Penalty(Facts.Party(state)), Facts.Inspection(Facts.Party(state)));
        await site.TakeAsync(
            Facts.Registered(state), Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 3, true), penalty, inspection);
        Assert.Equal((true, false), await MarksAsync());

        await site.TakeAsync(
            Facts.Disputed("inspection", inspection.VisitId, state.InstitutionId, 4, true),
            Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 5, false));
        await site.TakeAsync(Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 3, true));
        Assert.Equal((false, true), await MarksAsync());

        async Task<(bool, bool)> MarksAsync()
        {
            var record = await site.JsonAsync($"/api/disclosure/v1/institutions/{state.InstitutionId}");
            return (record.GetProperty("penalties")[0].GetProperty("isDisputed").GetBoolean(),
                record.GetProperty("inspections")[0].GetProperty("isDisputed").GetBoolean());
        }
    }
}
