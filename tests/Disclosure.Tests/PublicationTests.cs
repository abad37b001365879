using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Messaging;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>Penalties, inspections and exposures: published for their term, withdrawn at once, in whatever order their facts come, and never where they may not be.</summary>
public sealed class PublicationTests
{
    private const string Api = "/api/disclosure/v1";

    [Fact]
    public async Task A_penalty_is_shown_in_words_with_its_basis_and_its_last_day()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state), Facts.Penalty(Facts.Party(state)));

        var penalty = Assert.Single(await PenaltiesAsync(site, state));

        Assert.Equal("甬海消罚决字〔2026〕第12号", penalty.GetProperty("decisionNumber").GetString());
        Assert.Equal("消防救援机构", penalty.GetProperty("department").GetProperty("zh").GetString());
        Assert.Equal(["罚款", "警告"], penalty.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("zh").GetString()));
        Assert.Equal((1_200_000, "12,000.00"), (penalty.GetProperty("fineFen").GetInt64(), penalty.GetProperty("fineYuan").GetString()));
        var act = Assert.Single(penalty.GetProperty("acts").EnumerateArray());
        Assert.Equal("消防设施、通道或隐患问题", act.GetProperty("violation").GetProperty("zh").GetString());
        Assert.Equal("第六十条", act.GetProperty("basis").GetProperty("article").GetString());
        Assert.Equal("2027-11-20", penalty.GetProperty("publication").GetProperty("until").GetString());
        Assert.Contains("信用修复管理办法", penalty.GetProperty("publication").GetProperty("basis").GetProperty("law").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("general", false, "2026-11-20", "2027-11-20")]
    [InlineData("general", false, "2026-02-28", "2027-02-28")] // Before the rule came into force: the rule of today.
    [InlineData("general", false, "2025-11-24", "2026-11-24")] // Its last day.
    [InlineData("general", false, "2025-11-23", null)]
    [InlineData("serious", false, "2026-11-20", "2029-11-20")]
    [InlineData("serious", false, "2024-02-29", "2027-02-28")]
    [InlineData("serious", false, "2023-11-23", null)]
    [InlineData("minor", false, "2026-11-20", null)]
    [InlineData("general", true, "2026-11-20", null)]
    [InlineData("serious", true, "2026-11-20", null)]
    public async Task The_class_and_the_day_of_the_decision_set_the_term(string creditClass, bool simplified, string decidedOn, string? until)
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state), Facts.Penalty(Facts.Party(state), creditClass: creditClass, simplified: simplified, decidedOn: DateOnly.Parse(decidedOn, null)));

        var shown = await PenaltiesAsync(site, state);

        Assert.Equal(until, shown.Count == 0 ? null : shown[0].GetProperty("publication").GetProperty("until").GetString());
        Assert.Equal(until is null ? 0 : 1, await site.ReadAsync(database => database.Penalties.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_class_that_no_rule_knows_is_not_guessed()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state));

        await site.TakeAsync(Facts.Penalty(Facts.Party(state), creditClass: "newly_invented"));

        Assert.Equal(1, await WaitingAsync(site));
        Assert.Empty(await PenaltiesAsync(site, state));
    }

    [Theory, DatabaseData]
    public async Task Annulled_or_repaired_it_is_gone_for_ever_in_whatever_order_the_facts_come(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state));
        foreach (var ends in new Func<Contracts.Enforcement.V1.PenaltyDecided, object>[] { Facts.Annulled, Facts.Repaired })
        {
            var (early, late) = (Facts.Penalty(Facts.Party(state)), Facts.Penalty(Facts.Party(state)));
            await site.TakeAsync(early, early, ends(early), ends(early), early);
            await site.TakeAsync(ends(late), late, late);
        }

        Assert.Empty(await PenaltiesAsync(site, state));
        Assert.Empty((await site.JsonAsync($"{Api}/penalties")).GetProperty("items").EnumerateArray());
        Assert.Equal(0, await site.ReadAsync(database => database.Penalties.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(4, await site.ReadAsync(database => database.Marks.CountAsync(mark => mark.EndedBy != null || mark.RepairedEpoch != null, TestContext.Current.CancellationToken)));
    }

    [Theory, DatabaseData]
    public async Task A_decision_and_its_annulment_at_the_same_moment_cannot_both_win(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state));
        var penalty = Facts.Penalty(Facts.Party(state));

        var decided = await site.BeginAsync(penalty);
        await site.TakeAsync(Facts.Annulled(penalty));
        await Assert.ThrowsAnyAsync<DbUpdateException>(decided);
        await site.TakeAsync(penalty);

        Assert.Empty(await PenaltiesAsync(site, state));
    }

    [Theory, DatabaseData]
    public async Task An_item_and_the_withdrawal_of_its_institution_at_the_same_moment_cannot_both_win(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state));
        var inspection = Facts.Inspection(Facts.Party(state));

        var concluded = await site.BeginAsync(inspection);
        await site.TakeAsync(Facts.Changed(state with { Version = 2, Status = "UNLICENSED_LEAD" }));
        await Assert.ThrowsAnyAsync<DbUpdateException>(concluded);
        await site.TakeAsync(inspection);

        await NothingIsStoredAsync(site);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_stops_at_midnight_by_itself_and_its_deadline_removes_it_for_good(bool deadlines)
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State(validTo: new DateOnly(2030, 1, 1));
        var (penalty, inspection) = (Facts.Penalty(Facts.Party(state), decidedOn: new DateOnly(2025, 11, 24)), Facts.Inspection(Facts.Party(state), concludedOn: new DateOnly(2025, 11, 24)));
        var exposure = Facts.Exposure(Facts.Party(state), endsOn: new DateOnly(2026, 11, 24));
        await site.TakeAsync(Facts.Registered(state), penalty, inspection, exposure);
        if (!deadlines)
        {
            await site.ReadAsync(database => database.Deadlines.ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        }

        site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 15, 59, 59, TimeSpan.Zero));
        Assert.Equal((1, 1, 1), await ShownAsync(site, state));
        site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal((0, 0, 0), await ShownAsync(site, state));
        foreach (var list in new[] { "penalties", "inspections", "exposures" })
        {
            Assert.Empty((await site.JsonAsync($"{Api}/{list}")).GetProperty("items").EnumerateArray());
        }

        if (!deadlines)
        {
            return;
        }

        await site.SweepAsync();
        await Eventually.BecomesTrueAsync(
            async () => await site.ReadAsync(database => database.Deadlines.AllAsync(deadline => deadline.FiredAt != null, TestContext.Current.CancellationToken)),
            TimeSpan.FromSeconds(30), "every deadline has fired, here or in the host");
        await NothingIsStoredAsync(site);
        await site.TakeAsync(penalty, inspection, exposure);
        await NothingIsStoredAsync(site);
    }

    [Fact]
    public async Task Of_a_party_that_is_no_public_institution_nothing_is_stored()
    {
        await using var site = await PublicSite.StartAsync();
        var (hidden, withdrawn) = (Facts.State("未公示", status: "UNLICENSED_LEAD"), Facts.State("已撤下"));
        await site.TakeAsync(Facts.Registered(hidden), Facts.Registered(withdrawn), Facts.Changed(withdrawn with { Version = 2, Status = "UNLICENSED_LEAD" }));

        await site.TakeAsync(About(new Party(null, "街边无证机构", null, "330203", "某路1号", PartyEntries.None)));
        await site.TakeAsync(About(Facts.Party(hidden)));
        await site.TakeAsync(About(Facts.Party(withdrawn)));

        await NothingIsStoredAsync(site);
        Assert.Equal(0, await WaitingAsync(site));
    }

    [Fact]
    public async Task A_fact_about_a_lead_leaves_nothing_and_does_not_wait()
    {
        await using var site = await PublicSite.StartAsync();

        await site.TakeAsync([.. About(new Party(Guid.CreateVersion7(), "门口的招牌", null, "330203", "某路1号", PartyEntries.Lead)).Where(fact => fact is not RatingChanged)]);

        await NothingIsStoredAsync(site);
        Assert.Equal(0, await WaitingAsync(site));
    }

    [Fact]
    public async Task Facts_that_come_before_their_institution_wait_for_it_however_long_that_takes()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        object[] facts = [Facts.Penalty(Facts.Party(state)), Facts.Inspection(Facts.Party(state)), Facts.Exposure(Facts.Party(state)), Facts.Rating(state.InstitutionId, 1, "B", 850)];
        await site.TakeAsync(facts);
        await NothingIsStoredAsync(site);
        Assert.Equal(facts.Length, await WaitingAsync(site));

        site.Clock.Advance(TimeSpan.FromDays(1));
        await site.TakeAsync(Facts.Registered(state));

        await Eventually.BecomesTrueAsync(async () => await WaitingAsync(site) == 0, TimeSpan.FromSeconds(30), "nothing waits");
        Assert.Equal((1, 1, 1), await ShownAsync(site, state));
    }

    [Fact]
    public async Task Facts_that_wait_for_an_institution_come_to_rest_when_it_is_not_public()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State() with { Status = "UNLICENSED_LEAD" };
        await site.TakeAsync(About(Facts.Party(state)));
        Assert.NotEqual(0, await WaitingAsync(site));

        await site.TakeAsync(Facts.Registered(state));

        await Eventually.BecomesTrueAsync(async () => await WaitingAsync(site) == 0, TimeSpan.FromSeconds(30), "nothing waits");
        await NothingIsStoredAsync(site);
    }

    [Fact]
    public async Task What_was_decided_while_an_institution_was_not_public_is_asked_for_when_it_is_again()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state), Facts.Changed(state with { Version = 2, Status = "UNLICENSED_LEAD" }));
        Assert.Equal([], await AskedAsync(site));

        await site.TakeAsync(Facts.Changed(state with { Version = 3 }));

        Assert.Equal(["creditfile", "enforcement", "inspection", "registry"], await AskedAsync(site));
    }

    [Fact]
    public async Task A_withdrawn_institution_takes_everything_with_it()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var inspection = Facts.Inspection(Facts.Party(state));
        await site.TakeAsync(
            Facts.Registered(state), Facts.Penalty(Facts.Party(state)), inspection, Facts.Ordered(Facts.Order(inspection)), Facts.Exposure(Facts.Party(state)),
            Facts.Rating(state.InstitutionId, 1, "C", 700, Facts.Entry("inspection.high", -300, "inspection", inspection.VisitId)));

        await site.TakeAsync(Facts.Changed(state with { Version = 2, Status = "UNLICENSED_LEAD" }));

        await NothingIsStoredAsync(site);
        Assert.Equal(410, (await site.RefusalAsync($"{Api}/institutions/{state.InstitutionId}")).Status);
    }

    [Theory, DatabaseData]
    public async Task An_inspection_and_its_orders_come_out_the_same_in_any_order(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var records = new HashSet<string>();
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var state = Facts.State();
            var inspection = Facts.Inspection(Facts.Party(state));
            var first = Facts.Order(inspection);
            object[] facts =
            [
                inspection, Facts.Ordered(first), Facts.Failed(first with { Version = 2, DueOn = new DateOnly(2026, 12, 20) }),
                Facts.Passed(first with { Version = 3, DueOn = new DateOnly(2026, 12, 20), OpenItems = [] }),
            ];
            await site.TakeAsync(Facts.Registered(state));
            await site.TakeAsync([.. order.Select(step => facts[step])]);
            var shown = (await RecordAsync(site, state)).GetProperty("inspections")[0];
            records.Add(shown.ToString().Replace(inspection.VisitId.ToString(), "visit", StringComparison.Ordinal).Replace(first.OrderId.ToString(), "order", StringComparison.Ordinal));
        }

        var record = JsonSerializer.Deserialize<JsonElement>(Assert.Single(records));
        var only = Assert.Single(record.GetProperty("orders").EnumerateArray());
        Assert.Equal(("2026-12-20", "2026-11-23"), (only.GetProperty("dueOn").GetString(), only.GetProperty("passedOn").GetString()));
        Assert.Equal(["F05", "E13"], record.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("item").GetProperty("code").GetString()));
        Assert.Equal("疏散通道、楼梯或出口被占用、堵塞", record.GetProperty("findings")[0].GetProperty("item").GetProperty("zh").GetString());
        Assert.Equal(["发现问题待后续处理"], record.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("zh").GetString()));
        Assert.DoesNotContain("V37", record.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(new string('b', 64), record.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_void_inspection_vanishes_with_its_orders_and_stays_away()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var (early, late) = (Facts.Inspection(Facts.Party(state)), Facts.Inspection(Facts.Party(state)));
        await site.TakeAsync(Facts.Registered(state), early, Facts.Ordered(Facts.Order(early)), Facts.Withdrawn(early), Facts.Passed(Facts.Order(early, version: 2)));
        await site.TakeAsync(Facts.Ordered(Facts.Order(late)), Facts.Withdrawn(late), late, Facts.Ordered(Facts.Order(late)));

        await NothingIsStoredAsync(site);
    }

    [Fact]
    public async Task A_withdrawn_exposure_vanishes_and_stays_away()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var (shown, early, late) = (Facts.Exposure(Facts.Party(state)), Facts.Exposure(Facts.Party(state)), Facts.Exposure(Facts.Party(state)));
        await site.TakeAsync(Facts.Registered(state), shown, early, Facts.Withdrawn(early), Facts.Withdrawn(late), late);

        var exposure = Assert.Single((await RecordAsync(site, state)).GetProperty("exposures").EnumerateArray());

        Assert.Equal(shown.ExposureId, exposure.GetProperty("id").GetGuid());
        Assert.Equal("2026-12-24", exposure.GetProperty("publication").GetProperty("until").GetString());
    }

    [Fact]
    public async Task An_objection_marks_an_item_whether_it_comes_before_or_after_and_its_end_takes_the_mark_away()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var (penalty, inspection) = (Facts.Penalty(Facts.Party(state)), Facts.Inspection(Facts.Party(state)));
        await site.TakeAsync(Facts.Registered(state), Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 3, true), penalty, inspection);
        Assert.Equal((true, false), await MarksAsync());

        await site.TakeAsync(Facts.Disputed("inspection", inspection.VisitId, state.InstitutionId, 4, true), Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 5, false));
        await site.TakeAsync(Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 3, true));
        Assert.Equal((false, true), await MarksAsync());

        async Task<(bool, bool)> MarksAsync()
        {
            var record = await RecordAsync(site, state);
            return (record.GetProperty("penalties")[0].GetProperty("isDisputed").GetBoolean(), record.GetProperty("inspections")[0].GetProperty("isDisputed").GetBoolean());
        }
    }

    private static object[] About(Party party)
    {
        var (inspection, penalty) = (Facts.Inspection(party), Facts.Penalty(party));
        object[] facts = [inspection, Facts.Ordered(Facts.Order(inspection)), penalty, Facts.Exposure(party)];
        return party.InstitutionId is { } id ? [.. facts, Facts.Rating(id, 1, "D", 500, Facts.Entry("penalty.serious", -500, "penalty", penalty.PenaltyId))] : facts;
    }

    private static Task<int> WaitingAsync(PublicSite site) =>
        site.ReadAsync(database => database.DeferredFacts.CountAsync(TestContext.Current.CancellationToken));

    private static Task<List<string>> AskedAsync(PublicSite site) => site.ReadAsync(
        database => database.StateRequests.Select(request => request.Publisher).Order().ToListAsync(TestContext.Current.CancellationToken));

    private static Task<JsonElement> RecordAsync(PublicSite site, InstitutionState state) => site.JsonAsync($"{Api}/institutions/{state.InstitutionId}");

    private static async Task<List<JsonElement>> PenaltiesAsync(PublicSite site, InstitutionState state) => [.. (await RecordAsync(site, state)).GetProperty("penalties").EnumerateArray()];

    private static async Task<(int Penalties, int Inspections, int Exposures)> ShownAsync(PublicSite site, InstitutionState state)
    {
        var record = await RecordAsync(site, state);
        return (record.GetProperty("penalties").GetArrayLength(), record.GetProperty("inspections").GetArrayLength(), record.GetProperty("exposures").GetArrayLength());
    }

    private static async Task NothingIsStoredAsync(PublicSite site)
    {
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(
            (0, 0, 0, 0, 0, 0),
            await site.ReadAsync(async database => (
                await database.Penalties.CountAsync(cancellation), await database.Set<Penalties.PenaltyAct>().CountAsync(cancellation), await database.Inspections.CountAsync(cancellation),
                await database.Set<Inspections.PublishedFinding>().CountAsync(cancellation), await database.Rectifications.CountAsync(cancellation), await database.Exposures.CountAsync(cancellation))));
        Assert.Equal((0, 0), await site.ReadAsync(async database => (await database.Ratings.CountAsync(cancellation), await database.RatingLines.CountAsync(cancellation))));
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
}
