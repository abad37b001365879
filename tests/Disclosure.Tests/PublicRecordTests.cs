using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Registry.V1;
using Oversight.Messaging;
using Oversight.Persistence.Inbox;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>What facts make of the public record: once, in any order, and never what is not public.</summary>
public sealed class PublicRecordTests
{
    private const string Api = "/api/disclosure/v1/institutions";

    // Tables that every service has; what they hold is fixed by tests of Persistence.

    [Fact]
    public async Task A_registered_institution_is_published_with_its_event()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();

        await site.TakeAsync(Facts.Registered(state));

        var record = await site.JsonAsync($"{Api}/{state.InstitutionId}");
        Assert.Equal(state.Name, record.GetProperty("name").GetString());
        Assert.Equal("普惠性民办幼儿园", record.GetProperty("typeName").GetString());
        Assert.Equal("yes", record.GetProperty("mayRecruit").GetString());
        Assert.Equal("宁波市海曙区", record.GetProperty("divisionName").GetString());
        var happened = Assert.Single(record.GetProperty("events").EnumerateArray());
        Assert.Equal("registered", happened.GetProperty("kind").GetString());
        Assert.Equal("民办教育促进法", happened.GetProperty("basis").GetProperty("law").GetString());
    }

    [Theory, DatabaseData]
    public async Task Facts_in_any_order_lead_to_the_same_record(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var records = new HashSet<string>();
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var id = Guid.CreateVersion7();
            object[] life =
            [
                Facts.Registered(Facts.State("初名幼儿园", id)),
                Facts.Changed(Facts.State("新名幼儿园", id, 2)),
                Facts.Suspended(Facts.State("新名幼儿园", id, 3, status: "SUSPENDED")),
                Facts.Restored(Facts.State("新名幼儿园", id, 4)),
            ];
            await site.TakeAsync([.. order.Select(step => life[step])]);
            records.Add((await site.JsonAsync($"{Api}/{id}")).ToString().Replace(id.ToString(), "id", StringComparison.Ordinal));
        }

        var record = Assert.Single(records);
        Assert.Contains("\"version\":4", record, StringComparison.Ordinal);
        Assert.Empty(await site.NamesAsync("q=初名"));
        Assert.Equal(24, (await site.NamesAsync("q=新名")).Count);
    }

    [Fact]
    public async Task A_fact_that_comes_twice_counts_once()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();

        await site.TakeAsync(Facts.Registered(state), Facts.Registered(state));

        Assert.Single((await site.JsonAsync($"{Api}/{state.InstitutionId}")).GetProperty("events").EnumerateArray());
        Assert.Single(await site.NamesAsync("q=星星"));
    }

    [Fact]
    public async Task A_message_that_the_bus_brings_twice_is_taken_once()
    {
        await using var site = await PublicSite.StartAsync();
        var (first, second) = (Facts.State(), Facts.State("宁波市第二幼儿园"));
        var message = Guid.NewGuid();
        var bus = site.Services.GetRequiredService<IBus>();
        var cancellation = TestContext.Current.CancellationToken;

        await bus.Publish(Facts.Registered(first), context => context.MessageId = message, cancellation);
        await bus.Publish(Facts.Registered(first), context => context.MessageId = message, cancellation);
        await bus.Publish(Facts.Registered(second), context => context.MessageId = Guid.NewGuid(), cancellation);

        await Eventually.BecomesTrueAsync(
            async () => (await site.NamesAsync("")).Count == 2, TimeSpan.FromSeconds(30), "both institutions are published");
        Assert.Equal(2, await site.ReadAsync(database => database.Inbox.CountAsync(cancellation)));
        Assert.Equal(2, await site.ReadAsync(database => database.Events.CountAsync(cancellation)));
    }

    [Fact]
    public async Task An_older_state_that_comes_late_changes_nothing_but_its_event_is_kept()
    {
        await using var site = await PublicSite.StartAsync();
        var id = Guid.CreateVersion7();

        await site.TakeAsync(Facts.Revoked(Facts.State(id: id, version: 5, status: "REVOKED")), Facts.Registered(Facts.State("旧名", id, 1)));

        var record = await site.JsonAsync($"{Api}/{id}");
        Assert.Equal("REVOKED", record.GetProperty("status").GetString());
        Assert.Equal("no", record.GetProperty("mayRecruit").GetString());
        Assert.Equal(
            ["licence_revoked", "registered"],
            record.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
        Assert.Empty(await site.NamesAsync("q=旧名"));
    }

    [Theory]
    [InlineData("X2", "UNLICENSED_LEAD")]
    [InlineData("X2", "ACTIVE")]
    [InlineData("K1", "UNLICENSED_LEAD")]
    public async Task A_lead_is_never_published(string type, string status)
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State("某无证机构", type: type, status: status);

        await site.TakeAsync(Facts.Registered(state));

        Assert.Equal(404, (await site.RefusalAsync($"{Api}/{state.InstitutionId}")).Status);
        Assert.Empty(await site.NamesAsync(""));
        Assert.Equal(0, await site.ReadAsync(database => database.Institutions.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(0, await site.ReadAsync(database => database.Events.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(0, await site.ReadAsync(database => database.NameGrams.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Theory, DatabaseData]
    public async Task An_institution_that_may_no_longer_be_published_is_gone_and_stays_gone(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var id = Guid.CreateVersion7();
        await site.TakeAsync(Facts.Registered(Facts.State(id: id)));

        await site.TakeAsync(Facts.Changed(Facts.State(id: id, version: 3, status: "UNLICENSED_LEAD")));
        await site.TakeAsync(Facts.Changed(Facts.State("迟到的旧状态", id, 2)));

        Assert.Equal((410, "disclosure.institution.withdrawn", null), await site.RefusalAsync($"{Api}/{id}"));
        Assert.Equal(410, (await site.PageAsync($"/institutions/{id}")).Status);
        Assert.Empty(await site.NamesAsync(""));
        Assert.Equal(0, await site.ReadAsync(database => database.Events.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(0, await site.ReadAsync(database => database.NameGrams.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_withdrawn_institution_is_published_again_by_a_newer_state()
    {
        await using var site = await PublicSite.StartAsync();
        var id = Guid.CreateVersion7();
        await site.TakeAsync(
            Facts.Registered(Facts.State(id: id)), Facts.Changed(Facts.State(id: id, version: 2, status: "UNLICENSED_LEAD")));

        await site.TakeAsync(Facts.Changed(Facts.State("重新公示幼儿园", id, 3)));

        Assert.Equal(["重新公示幼儿园"], await site.NamesAsync("q=公示"));
    }

    [Fact]
    public async Task A_fact_with_a_status_that_no_rule_knows_is_not_taken_and_leaves_nothing()
    {
        await using var site = await PublicSite.StartAsync();

        await site.TakeAsync(Facts.Registered(Facts.State(status: "NEWLY_INVENTED")));

        Assert.Equal(
            DeferralState.Parked, await site.ReadAsync(
                database => database.DeferredFacts.Select(f => f.State).SingleAsync(TestContext.Current.CancellationToken)));
        Assert.Empty(await site.NamesAsync(""));
    }

    [Fact]
    public async Task The_database_has_no_place_for_what_is_not_public()
    {
        await using var site = await PublicSite.StartAsync();

        var columns = await site.ReadAsync(database => Task.FromResult(
            database.Model.GetEntityTypes().Where(entity => entity.ClrType.Assembly == typeof(DisclosureModule).Assembly).OrderBy(
                entity => entity.GetTableName(), StringComparer.Ordinal)
                .Select(
                    entity =>
                        $"{entity.GetTableName()}: "
                            + $"{string.Join(' ', entity.GetProperties()
                                .Select(property => property.GetColumnName()).Order(StringComparer.Ordinal))}").ToList()));

        Assert.Equal(
            [
                "exposures: city county department id institution_id occurred_on province published_until source_epoch term_article "
                    + "term_law term_rule text title version",
                "inspection_findings: article corrected_on_site department id item law severity visit_id",
                "inspections: city county departments id institution_id kind occurred_on province published_until results source_epoch "
                    + "term_article term_law term_rule version visited_on",
                "institution_events: article effective_on institution_id kind law occurred_at status version",
                "institution_stamps: institution_id stamp",
                "institutions: address city county credit_code grade id issuing_authority licence_issued_on licence_key licence_number "
                    + "licence_valid_from licence_valid_to name name_key profit province source_digest source_epoch source_version status "
                    + "type updated_at version",
                "name_grams: gram institution_id",
                "penalties: city confiscated_fen county credit_class decision_number department fine_fen id institution_id kinds "
                    + "occurred_on province published_until source_epoch term_article term_law term_rule version",
                "penalty_acts: act_on article law ordinal penalty_id violation",
                "publication_marks: ended_by ended_epoch is_disputed kind record_id repaired_epoch source_digest source_epoch "
                    + "source_version version",
                "rating_lines: expires_on hard_stop indicator institution_id is_disputed occurred_on ordinal points shown_until source_id "
                    + "source_kind state_version",
                "ratings: as_of grade institution_id max_points points rule source_digest source_epoch source_version version",
                "rectifications: city county department due_on id institution_id occurred_on passed_on province published_until "
                    + "source_digest source_epoch source_version term_article term_law term_rule version visit_id",
                "withdrawals: institution_id source_digest source_epoch source_version version was_published",
            ],
            columns);
    }

    [Fact]
    public void No_consumer_takes_leads_on_unlicensed_entities() =>
        Assert.DoesNotContain(
            typeof(DisclosureModule).Assembly.GetTypes(), type => type.IsAssignableTo(typeof(IFactConsumer<UnlicensedEntityRecorded>)));

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
}
