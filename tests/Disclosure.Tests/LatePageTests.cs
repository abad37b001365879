using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>
/// Pages that mend come beside live facts, and later than facts that were published after them. Within one epoch of the publisher such a
/// fact is right and the page is old; after a restore the page is right.
/// </summary>
public sealed class LatePageTests
{
    private static readonly InstitutionState Institution = Facts.State() with { Version = 2 };

    private static readonly PublishedKind Register = new(
        "registry", "institution", new StateRecord(Institution.InstitutionId, [new InstitutionAnnounced(
            Institution,
            [
                new InstitutionEvent(
                    1, "registered", "ACTIVE", PublicSite.Start.UtcDateTime, new DateOnly(2026, 9, 1), new Ground("民办教育促进法", "第十八条")),
                new InstitutionEvent(
                    2, "changed", "ACTIVE", PublicSite.Start.UtcDateTime, new DateOnly(2026, 10, 1), new Ground("民办教育促进法", "第十八条")),
            ])]));

    [Fact]
    public async Task A_state_that_is_newer_than_the_page_stays_with_its_event()
    {
        await using var site = await StartAsync();
        await site.TakeAsync(Facts.Changed(Institution with { Version = 3, Name = "改名后的幼儿园" }));

        Assert.Equal("", await MendAsync(site, Register, TakenFacts.FirstEpoch));
        Assert.Equal(["改名后的幼儿园"], await site.NamesAsync(""));
        Assert.Equal(3, await site.ReadAsync(database => Task.FromResult(database.Events.Count())));

        Assert.Contains("name", await MendAsync(site, Register, TakenFacts.SecondEpoch), StringComparison.Ordinal);
        Assert.Equal([Institution.Name], await site.NamesAsync(""));
        Assert.Equal(2, await site.ReadAsync(database => Task.FromResult(database.Events.Count())));
    }

    [Fact]
    public async Task What_was_withdrawn_after_the_page_was_made_is_not_published_by_it()
    {
        await using var site = await StartAsync();
        var party = Facts.Party(Institution);
        var (penalty, inspection, exposure) = (Facts.Penalty(party), Facts.Inspection(party), Facts.Exposure(party));
        await site.TakeAsync(
            penalty, inspection, exposure, Facts.Annulled(penalty), Facts.Withdrawn(inspection), Facts.Withdrawn(exposure));
        PublishedKind[] pages =
        [
            new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty])),
            new("inspection", "result", new StateRecord(inspection.VisitId, [inspection])),
            new("enforcement", "exposure", new StateRecord(exposure.ExposureId, [exposure])),
        ];
        foreach (var page in pages)
        {
            Assert.Equal("", await MendAsync(site, page, TakenFacts.FirstEpoch));
            Assert.Equal((0, 0, 0), await PublishedAsync(site));
        }

        foreach (var page in pages)
        {
            Assert.Contains("missing", await MendAsync(site, page, TakenFacts.SecondEpoch), StringComparison.Ordinal);
        }

        Assert.Equal((1, 1, 1), await PublishedAsync(site));
    }

    [Fact]
    public async Task What_was_published_after_the_page_was_made_stays()
    {
        await using var site = await StartAsync();
        var (party, other) = (Facts.Party(Institution), Facts.State("后来登记的幼儿园"));
        await site.TakeAsync(
            Facts.Penalty(party), Facts.Inspection(party), Facts.Exposure(party), Facts.Registered(other),
            Facts.Rating(Institution.InstitutionId, 7, "B", 900));
        PublishedKind[] pages =
            [
                new("enforcement", "penalty"), new("inspection", "result"), new("enforcement", "exposure"),
                new("creditfile", "rating"), Register];
        foreach (var page in pages)
        {
            Assert.Equal("", await MendAsync(site, page, TakenFacts.FirstEpoch));
        }

        Assert.Equal((1, 1, 1), await PublishedAsync(site));
        foreach (var page in pages)
        {
            Assert.Contains("not at the publisher", await MendAsync(site, page, TakenFacts.SecondEpoch), StringComparison.Ordinal);
        }

        Assert.Equal((0, 0, 0), await PublishedAsync(site));
        Assert.Equal([Institution.Name], await site.NamesAsync(""));
    }

    [Fact]
    public async Task A_mark_that_somebody_wrote_is_found_by_the_page_of_its_record()
    {
        await using var site = await StartAsync();
        var penalty = Facts.Penalty(Facts.Party(Institution));
        PublishedKind penalties = new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty]));
        await site.TakeAsync(penalty);
        await site.ReadAsync(async database =>
        {
            var mark = database.Marks.Single(m => m.RecordId == penalty.PenaltyId);
            database.Entry(mark).Property(m => m.EndedBy).CurrentValue = Ends.Withdrawn;
            mark.Touch();
            return await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        Assert.Contains("ended_by", await MendAsync(site, penalties, TakenFacts.FirstEpoch), StringComparison.Ordinal);
        Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(penalties, StatePurposes.Verify));
    }

    private static async Task<PublicSite> StartAsync()
    {
        var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        return site;
    }

    private static Task<string> MendAsync(PublicSite site, PublishedKind page, Guid epoch) =>
        site.Services.TakePageAsync<DisclosureDbContext>(page, StatePurposes.Mend, epoch);

    private static Task<(int Penalties, int Inspections, int Exposures)> PublishedAsync(PublicSite site) => site.ReadAsync(database =>
        Task.FromResult((database.Penalties.Count(), database.Inspections.Count(), database.Exposures.Count())));
}
