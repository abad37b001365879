using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Oversight.Contracts.Platform.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Kernel;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The public record against what its publishers have.</summary>
public sealed class CopyTests
{
    private static readonly InstitutionState Institution = Facts.State() with { Version = 2, Profit = "non_profit" };

    private static readonly PublishedKind Register = new(
        "registry", "institution", new StateRecord(Institution.InstitutionId, [new InstitutionAnnounced(
            Institution,
            [
                new InstitutionEvent(
                    1, "registered", "ACTIVE", new DateTime(2026, 9, 1, 2, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 9, 1),
                    new Ground("民办教育促进法", "第十八条")),
                new InstitutionEvent(
                    2, "licence_renewed", "ACTIVE", new DateTime(2026, 10, 1, 2, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 10, 1),
                    new Ground("民办教育促进法", "第十八条")),
            ])]));

    [Fact]
    public async Task Each_altered_column_of_an_institution_is_found_and_mended()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);

        await AlteredAsync<PublishedInstitution>(site, Register, nameof(PublishedInstitution.Grade));
        await AlteredAsync<PublicEvent>(site, Register);
        await AlteredAsync<NameGram>(site, Register);
    }

    [Theory]
    [InlineData(StatePurposes.Rebuild)]
    [InlineData(StatePurposes.Verify)]
    public async Task A_page_of_institutions_costs_as_many_queries_as_one_of_them(string purpose)
    {
        var (queries, told) = (new Queries(), new List<StateRecord>());
        await using var site = await PublicSite.StartAsync(interceptor: queries);
        async Task<int> CostOfAsync(int more)
        {
            told.AddRange(
                Enumerable.Range(told.Count, more).Select(n => Facts.State($"第{n}幼儿园")).Select(
                    state => new StateRecord(state.InstitutionId, [new InstitutionAnnounced(
                        state,
                        [
                            new InstitutionEvent(
                                1, "registered", "ACTIVE", PublicSite.Start.UtcDateTime, new DateOnly(2026, 11, 24),
                                new Ground("民办教育促进法", "第十八条"))])])));
            var page = new PublishedKind("registry", "institution", [.. told]);
            if (purpose == StatePurposes.Verify)
            {
                await site.Services.TakePageAsync<DisclosureDbContext>(page, StatePurposes.Rebuild);
            }

            queries.Number = 0;
            await site.Services.TakePageAsync<DisclosureDbContext>(page, purpose);
            return queries.Number;
        }

        var one = await CostOfAsync(1);
        Assert.InRange(one, 1, 10);
        Assert.Equal(one, await CostOfAsync(50));
    }

    [Fact]
    public async Task Each_altered_column_of_what_is_published_about_it_is_found_and_mended()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var (penalty, inspection, exposure) =
            (Facts.Penalty(Facts.Party(Institution)), Facts.Inspection(Facts.Party(Institution)), Facts.Exposure(Facts.Party(Institution)));
        var order = Facts.Order(inspection);
        PublishedKind penalties = new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty]));
        PublishedKind exposures = new("enforcement", "exposure", new StateRecord(exposure.ExposureId, [exposure]));
        PublishedKind results = new("inspection", "result", new StateRecord(inspection.VisitId, [inspection]));
        PublishedKind orders = new(
            "inspection", "order", new StateRecord(order.OrderId, [Facts.Ordered(order), Facts.Passed(order with { Version = 2 })]));
        PublishedKind ratings = new("creditfile", "rating", new StateRecord(Institution.InstitutionId, [Facts.Rating(
            Institution.InstitutionId, 7, "C", 700,
            Facts.Entry("inspection.high", -300, "inspection", inspection.VisitId, expires: new DateOnly(2028, 1, 1)))]));
        PublishedKind marks = new("creditfile", "mark", new StateRecord(
            exposure.ExposureId, [Facts.Disputed("exposure", exposure.ExposureId, Institution.InstitutionId, 8, isDisputed: true)]));
        foreach (var kind in (PublishedKind[])[penalties, exposures, results, orders, ratings, marks])
        {
            await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Rebuild);
        }

        await AlteredAsync<PublishedPenalty>(site, penalties);
        await AlteredAsync<PenaltyAct>(site, penalties);
        await AlteredAsync<PublishedExposure>(site, exposures);
        await AlteredAsync<PublishedInspection>(site, results);
        await AlteredAsync<PublishedFinding>(site, results);
        await AlteredAsync<PublishedRectification>(site, orders);
        await AlteredAsync<PublicRating>(site, ratings);
        await AlteredAsync<RatingLine>(site, ratings);
        await AlteredAsync<PublicationMark>(
            site, marks, nameof(PublicationMark.EndedBy), nameof(PublicationMark.EndedEpoch), nameof(PublicationMark.RepairedEpoch));
    }

    [Fact]
    public async Task Each_altered_column_of_the_mark_of_a_repaired_penalty_is_found_and_mended()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var penalty = Facts.Penalty(Facts.Party(Institution));
        await site.TakeAsync(penalty);
        PublishedKind marks = new("creditfile", "mark", new StateRecord(
            penalty.PenaltyId,
            [Facts.Disputed("penalty", penalty.PenaltyId, Institution.InstitutionId, 8, isDisputed: false), Facts.Repaired(penalty)]));
        await site.Services.TakePageAsync<DisclosureDbContext>(marks, StatePurposes.Rebuild);

        await AlteredAsync<PublicationMark>(site, marks, nameof(PublicationMark.EndedBy), nameof(PublicationMark.EndedEpoch));
    }

    [Fact]
    public async Task A_repair_and_an_objection_that_a_restore_of_the_credit_file_lost_are_found_and_undone()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var (penalty, disputed) = (Facts.Penalty(Facts.Party(Institution)), Facts.Penalty(Facts.Party(Institution)));
        var rated = Facts.Rating(
            Institution.InstitutionId, 7, "B", 900, Facts.Entry("penalty.general", -100, "penalty", penalty.PenaltyId));
        await site.TakeAsync(
            penalty, disputed, rated, Facts.Repaired(penalty), rated with { Version = 9, Entries = [] },
            Facts.Disputed("penalty", disputed.PenaltyId, Institution.InstitutionId, 10, isDisputed: true));
        PublishedKind marks = new("creditfile", "mark");
        PublishedKind ratings = new("creditfile", "rating", new StateRecord(Institution.InstitutionId, [rated]));

        // In the epoch in which it was made, a repair that is in no page is newer than the page.
        Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(marks, StatePurposes.Mend));

        var found = await site.Services.TakePageAsync<DisclosureDbContext>(marks, StatePurposes.Verify, TakenFacts.SecondEpoch);
        Assert.Contains($"{penalty.PenaltyId}: repaired_epoch", found, StringComparison.Ordinal);
        Assert.Contains($"{disputed.PenaltyId}: is_disputed", found, StringComparison.Ordinal);
        Assert.Empty(await AskedAsync(site));

        foreach (var kind in (PublishedKind[])[ratings, marks]) // In whatever order the pages come.
        {
            await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Mend, TakenFacts.SecondEpoch);
            Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Verify, TakenFacts.SecondEpoch));
        }

        Assert.Equal(1, await site.ReadAsync(database => Task.FromResult(database.RatingLines.Count())));
        Assert.Equal([("enforcement", penalty.PenaltyId)], await AskedAsync(site)); // What the repair removed is asked for, and comes.
        await site.Services.TakePageAsync<DisclosureDbContext>(
            new PublishedKind("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty])), StatePurposes.Rebuild);
        Assert.Equal(2, await site.ReadAsync(database => Task.FromResult(database.Penalties.Count())));
        Assert.DoesNotContain(
            await site.ReadAsync(database => Task.FromResult(database.Marks.ToList())), mark => mark.IsEnded || mark.IsDisputed);
    }

    [Fact]
    public async Task A_repair_holds_although_a_restore_of_enforcement_lost_the_annulment()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var penalty = Facts.Penalty(Facts.Party(Institution));
        await site.TakeAsync(penalty, Facts.Annulled(penalty), Facts.Repaired(penalty));

        await site.Services.TakePageAsync<DisclosureDbContext>(
            new PublishedKind("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty])), StatePurposes.Mend,
            TakenFacts.SecondEpoch);

        Assert.Equal(0, await site.ReadAsync(database => Task.FromResult(database.Penalties.Count())));
    }

    [Fact]
    public async Task What_is_about_an_institution_that_mending_publishes_again_is_asked_for()
    {
        await using var site = await PublicSite.StartAsync();
        await site.TakeAsync(Facts.Registered(Institution), Facts.Changed(Institution with { Version = 3, Status = "UNLICENSED_LEAD" }));

        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Verify, TakenFacts.SecondEpoch);
        Assert.Empty(await AskedAsync(site));
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Mend, TakenFacts.SecondEpoch);

        Assert.Equal(
            [
                ("creditfile", Institution.InstitutionId), ("enforcement", Institution.InstitutionId),
                ("inspection", Institution.InstitutionId), ("registry", Institution.InstitutionId)],
            await AskedAsync(site));
    }

    [Fact]
    public async Task What_a_restore_of_the_publishers_lost_is_found_and_goes()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var (penalty, other) = (Facts.Penalty(Facts.Party(Institution)), Facts.State("不再登记幼儿园"));
        await site.TakeAsync(penalty, Facts.Registered(other));

        foreach (var (kind, table) in ((PublishedKind, string)[])[(new("enforcement", "penalty"), "penalties"), (Register, "institutions")])
        {
            Assert.Contains(
                $"{table} ", await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Verify, TakenFacts.SecondEpoch),
                StringComparison.Ordinal);
            await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Mend, TakenFacts.SecondEpoch);
            Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Verify, TakenFacts.SecondEpoch));
        }

        Assert.Equal([Institution.Name], await site.NamesAsync(""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_over_is_no_difference_before_the_sweep_and_after_it(bool isSwept)
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var today = OfficialTime.DateOf(PublicSite.Start.UtcDateTime);
        var exposure = Facts.Exposure(Facts.Party(Institution), endsOn: today);
        PublishedKind exposures = new("enforcement", "exposure", new StateRecord(exposure.ExposureId, [exposure]));
        PublishedKind ratings = new("creditfile", "rating", new StateRecord(Institution.InstitutionId, [Facts.Rating(
            Institution.InstitutionId, 7, "C", 500,
            Facts.Entry("inspection.high", -300, "inspection", expires: today),
            Facts.Entry("inspection.high", -200, "inspection", expires: today.AddYears(1)))]));
        foreach (var kind in (PublishedKind[])[exposures, ratings])
        {
            await site.Services.TakePageAsync<DisclosureDbContext>(kind, StatePurposes.Rebuild);
        }

        if (!isSwept)
        {
            var late = PublicSite.Start.UtcDateTime.AddDays(2);
            await site.ReadAsync(
                database => database.Deadlines.ExecuteUpdateAsync(
                    d => d.SetProperty(x => x.DueAt, late), TestContext.Current.CancellationToken));
        }

        site.Clock.Advance(TimeSpan.FromDays(1));
        await site.SweepAsync();
        Assert.Equal(isSwept ? 1 : 2, await site.ReadAsync(database => Task.FromResult(database.RatingLines.Count())));

        foreach (var (kind, purpose) in new[] { exposures, ratings }.SelectMany(
            kind => new[] { (kind, StatePurposes.Verify), (kind, StatePurposes.Mend) }))
        {
            Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(kind, purpose));
        }

        site.Clock.Advance(TimeSpan.FromDays(2));
        await site.SweepAsync();
        Assert.Equal(
            (0, -200), await site.ReadAsync(
                database => Task.FromResult((database.Exposures.Count(), database.RatingLines.Single().Points))));
    }

    [Fact]
    public async Task An_item_ends_on_the_day_that_its_mended_term_names()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var penalty = Facts.Penalty(Facts.Party(Institution));
        PublishedKind penalties = new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty]));
        await site.Services.TakePageAsync<DisclosureDbContext>(penalties, StatePurposes.Rebuild);
        var until = await site.ReadAsync(database => Task.FromResult(database.Penalties.Single().PublishedUntil));

        await ShowUntilAsync(site, until.AddDays(-100));
        Assert.Contains(
            "published_until", await site.Services.TakePageAsync<DisclosureDbContext>(penalties, StatePurposes.Mend),
            StringComparison.Ordinal);
        Assert.Equal(until, await site.ReadAsync(database => Task.FromResult(database.Penalties.Single().PublishedUntil)));
        Assert.Equal(OfficialTime.EndOf(until), (await site.ReadAsync(database => Task.FromResult(
            database.Deadlines.Single(d => d.SubjectId == penalty.PenaltyId && d.FiredAt == null && d.CancelledAt == null)))).DueAt);

        // A day too late was written, and the deadline of the right day found nothing to end.
        await ShowUntilAsync(site, until.AddDays(100));
        site.Clock.SetUtcNow(OfficialTime.EndOf(until).AddHours(1));
        await site.SweepAsync();
        Assert.Contains(
            "penalties ", await site.Services.TakePageAsync<DisclosureDbContext>(penalties, StatePurposes.Verify),
            StringComparison.Ordinal);
        await site.Services.TakePageAsync<DisclosureDbContext>(penalties, StatePurposes.Mend);
        Assert.Equal(0, await site.ReadAsync(database => Task.FromResult(database.Penalties.Count())));
    }

    [Fact]
    public async Task An_institution_that_moves_leaves_its_penalties_where_the_acts_were()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var penalty = Facts.Penalty(Facts.Party(Institution));
        await site.TakeAsync(Facts.Changed(Institution with { Version = 3, Division = "330282" }), penalty);

        Assert.Equal("330203", await site.ReadAsync(database => Task.FromResult(database.Penalties.Single().County)));
        PublishedKind penalties = new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty]));
        Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(penalties, StatePurposes.Verify));
    }

    [Fact]
    public async Task A_rating_that_a_restore_lost_goes_with_its_lines_and_its_grade()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        await site.TakeAsync(Facts.Rating(Institution.InstitutionId, 7, "C", 700, Facts.Entry("inspection.high", -300, "inspection")));

        await site.Services.TakePageAsync<DisclosureDbContext>(
            new PublishedKind("creditfile", "rating"), StatePurposes.Mend, TakenFacts.SecondEpoch);

        Assert.Equal((0, 0, null), await site.ReadAsync(database => Task.FromResult(
            (database.Ratings.Count(), database.RatingLines.Count(), database.Institutions.Single().Grade))));
    }

    [Fact]
    public async Task An_annulment_that_a_restore_lost_is_undone()
    {
        await using var site = await PublicSite.StartAsync();
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        var penalty = Facts.Penalty(Facts.Party(Institution));
        await site.TakeAsync(penalty, Facts.Annulled(penalty));
        PublishedKind restored = new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty]));

        await site.Services.TakePageAsync<DisclosureDbContext>(restored, StatePurposes.Mend, TakenFacts.SecondEpoch);

        Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(restored, StatePurposes.Verify, TakenFacts.SecondEpoch));
        PublishedKind annulled = new("enforcement", "penalty", new StateRecord(penalty.PenaltyId, [penalty, Facts.Annulled(penalty)]));
        await site.Services.TakePageAsync<DisclosureDbContext>(annulled, StatePurposes.Rebuild, TakenFacts.SecondEpoch);
        Assert.Equal("", await site.Services.TakePageAsync<DisclosureDbContext>(annulled, StatePurposes.Verify, TakenFacts.SecondEpoch));
    }

    [Fact]
    public async Task An_announced_state_is_no_event_and_twice_is_as_once()
    {
        await using var site = await PublicSite.StartAsync();

        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);
        await site.Services.TakePageAsync<DisclosureDbContext>(Register, StatePurposes.Rebuild);

        var events = await site.ReadAsync(
            database => Task.FromResult(database.Events.OrderBy(e => e.Version).Select(e => e.Kind).ToList()));
        Assert.Equal([PublicEventKind.Registered, PublicEventKind.LicenceRenewed], events);
    }

    // What the service asked publishers for by itself.
    private static Task<List<(string, Guid)>> AskedAsync(PublicSite site) => site.ReadAsync(async database =>
        (await database.Outbox.Where(m => m.Destination != null).ToListAsync(TestContext.Current.CancellationToken))
        .ConvertAll(m => (m.Destination!, JsonSerializer.Deserialize<StateRequested>(m.Payload, WireJson.Options)!.SubjectId!.Value))
        .Order().ToList());

    private static Task ShowUntilAsync(PublicSite site, DateOnly day) => site.ReadAsync(database => database.Penalties.ExecuteUpdateAsync(
        penalty => penalty.SetProperty(p => p.PublishedUntil, day), TestContext.Current.CancellationToken));

    private static Task AlteredAsync<TRow>(PublicSite site, PublishedKind told, params IReadOnlyList<string> decidedHere)
        where TRow : class => site.Services.EachAlterationIsFoundAsync<DisclosureDbContext, TRow>(told, decidedHere);

    // Reads of the public record itself; the workers of a service look at the platform's tables whenever they like.
    private sealed class Queries : DbCommandInterceptor
    {
        private static readonly string[] Tables = ["institutions", "institution_events", "withdrawals", "name_grams", "institution_stamps"];

        public int Number { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            var text = command.CommandText;
            Number += text.StartsWith("SELECT", StringComparison.Ordinal)
                && Tables.Any(table => text.Contains($"FROM \"{table}\"", StringComparison.Ordinal)) ? 1 : 0;
            return ValueTask.FromResult(result);
        }
    }
}
