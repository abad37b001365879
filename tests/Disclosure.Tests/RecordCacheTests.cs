using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;
using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>
/// A record that is kept in memory is never another one than the database has, except for what the stamp cannot see, and that not for long.
/// </summary>
public sealed class RecordCacheTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Every_fact_shows_at_once_on_every_replica(DatabaseRow row)
    {
        var database = new DatabaseLocation(Enum.Parse<DatabaseProvider>(row.Provider), await row.NewConnectionStringAsync(Cancel));
        await using var taking = await PublicSite.StartAsync(database);
        await using var other = await PublicSite.StartAsync(database);
        var state = Facts.State(validTo: new DateOnly(2030, 1, 1));
        var party = Facts.Party(state);
        var (penalty, inspection, exposure) = (Facts.Penalty(party), Facts.Inspection(party), Facts.Exposure(party));
        var order = Facts.Order(inspection);
        var rated = Facts.Rating(state.InstitutionId, 1, "C", 70, Facts.Entry("penalty.general", -10, "penalty", penalty.PenaltyId));
        object[] facts =
        [
            Facts.Registered(state),
            penalty,
            Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 1, isDisputed: true),
            rated,
            Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 2, isDisputed: false),
            inspection,
            Facts.Ordered(order),
            Facts.Failed(order with { Version = 2, DueOn = order.DueOn.AddDays(5) }),
            Facts.Passed(order with { Version = 3 }),
            Facts.Disputed("inspection", inspection.VisitId, state.InstitutionId, 1, isDisputed: true),
            exposure,
            Facts.Suspended(state with { Version = 2, Status = "SUSPENDED" }),
            Facts.Restored(state with { Version = 3 }),
            Facts.Changed(state with { Version = 4, Name = "宁波海曙新名称幼儿园" }),
            Facts.Rating(state.InstitutionId, 2, "B", 85),
            Facts.Withdrawn(exposure),
            Facts.Withdrawn(inspection),
            Facts.Annulled(penalty),
            Facts.Changed(state with { Version = 5, Status = "UNLICENSED_LEAD" }),
            Facts.Changed(state with { Version = 6 }),
        ];

        string? before = null;
        foreach (var fact in facts)
        {
            await taking.TakeAsync(fact);
            var shown = await ShownAsync(other, state);
            Assert.Equal(await AfreshAsync(other, state), shown);
            Assert.Equal(shown, await ShownAsync(taking, state));
            Assert.True(shown != before, $"{fact.GetType().Name} changed nothing that is shown.");
            before = shown;
        }
    }

    [Fact]
    public async Task At_midnight_the_record_is_read_again()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State(validTo: new DateOnly(2030, 1, 1));
        await site.TakeAsync(Facts.Registered(state), Facts.Exposure(Facts.Party(state), endsOn: new DateOnly(2026, 11, 24)));
        site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 15, 59, 59, TimeSpan.Zero));
        var today = await ShownAsync(site, state);

        site.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(today, await ShownAsync(site, state));
        Assert.Equal(await AfreshAsync(site, state), await ShownAsync(site, state));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0", false)]
    public async Task What_no_stamp_tells_of_shows_after_half_a_minute_or_at_once_where_nothing_is_kept(string? megabytes, bool isKept)
    {
        await using var site = await PublicSite.StartAsync(
            settings: new Dictionary<string, string?> { ["Oversight:Disclosure:RecordCacheMegabytes"] = megabytes });
        var state = Facts.State(validTo: new DateOnly(2030, 1, 1));
        await site.TakeAsync(Facts.Registered(state));
        var before = await ShownAsync(site, state);

        await site.ReadAsync(
            database => database.Institutions.ExecuteUpdateAsync(set => set.SetProperty(i => i.Address, "another place"), Cancel));

        Assert.Equal(isKept, before == await ShownAsync(site, state));
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("another place", await ShownAsync(site, state), StringComparison.Ordinal);
    }

    private static async Task<string> ShownAsync(PublicSite site, InstitutionState state)
    {
        using var answer = await site.Http.GetAsync($"/api/disclosure/v1/institutions/{state.InstitutionId}", Cancel);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Cancel) : $"{(int)answer.StatusCode}";
    }

    private static async Task<string> AfreshAsync(PublicSite site, InstitutionState state)
    {
        await using var scope = site.Services.CreateAsyncScope();
        using var empty = new RecordCache(
            scope.ServiceProvider.GetRequiredService<ReferenceData>(), new ConfigurationBuilder().Build(), site.Clock);
        var database = scope.ServiceProvider.GetRequiredService<DisclosureDbContext>();
        var kept = await empty.FindAsync(database, scope.ServiceProvider.GetRequiredService<PublishedView>(), state.InstitutionId, Cancel);
        return kept is null
            ? await GetInstitution.IsWithdrawnAsync(database, state.InstitutionId, Cancel) ? "410" : "404"
            : System.Text.Encoding.UTF8.GetString(kept.Body.Bytes);
    }
}
