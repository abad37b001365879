using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The rating on the public record: the newest, every line that may be published, the grade in the search.</summary>
public sealed class RatingTests
{
    private const string Api = "/api/disclosure/v1/institutions";

    [Theory, DatabaseData]
    public async Task The_newest_rating_holds_whatever_order_they_come_in(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var (first, second) = (Facts.State("先后幼儿园"), Facts.State("后先幼儿园"));
        await site.TakeAsync(Facts.Registered(first), Facts.Registered(second));

        await site.TakeAsync(Rate(first, 1, "B", 850), Rate(first, 2, "C", 700), Rate(first, 2, "C", 700));
        await site.TakeAsync(Rate(second, 2, "C", 700), Rate(second, 1, "B", 850));

        foreach (var state in new[] { first, second })
        {
            var rating = await RatingAsync(site, state.InstitutionId);
            Assert.Equal(
                ("C", 700), (rating.GetProperty("grade").GetProperty("code").GetString(), rating.GetProperty("points").GetInt32()));
            Assert.Single(rating.GetProperty("lines").EnumerateArray());
        }

        Assert.Equal(2, (await site.NamesAsync("grade=C")).Count);
        Assert.Empty(await site.NamesAsync("grade=B"));
    }

    [Fact]
    public async Task An_institution_without_rating_says_so()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state));

        Assert.Equal(JsonValueKind.Null, (await RatingAsync(site, state.InstitutionId)).ValueKind);
        Assert.Contains("暂无评级记录", (await site.PageAsync($"/institutions/{state.InstitutionId}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_not_published_one_by_one_are_not_stored_and_show_as_the_rest_of_the_points()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state), Facts.Rating(
            state.InstitutionId, 1, "C", 660,
            Facts.Entry("penalty.general", -100, "penalty"),
            Facts.Entry("penalty.minor", -20, "penalty"),
            // Counts on, but its term of publication is over.
            Facts.Entry("penalty.general", -60, "penalty", on: new DateOnly(2025, 11, 23)),
            Facts.Entry("inspection.high.fire", -80, "inspection"),
            Facts.Entry("complaint.children", -60, "complaint"),
            Facts.Entry("newly_invented", -20, "register")));

        var rating = await RatingAsync(site, state.InstitutionId);

        Assert.Equal(
            [("受到行政处罚（一般）", -100), ("检查发现严重问题", -80)],
            rating.GetProperty("lines").EnumerateArray().Select(
                line => (line.GetProperty("indicator").GetProperty("zh").GetString(), line.GetProperty("points").GetInt32())));
        Assert.Equal(-160, rating.GetProperty("otherPoints").GetInt32());
        Assert.Equal(2, await site.ReadAsync(database => database.RatingLines.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_line_of_an_annulled_penalty_goes_with_it_and_does_not_come_back()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var penalty = Facts.Penalty(Facts.Party(state));
        var entry = Facts.Entry("penalty.general", -100, "penalty", penalty.PenaltyId);
        await site.TakeAsync(Facts.Registered(state), penalty, Facts.Rating(state.InstitutionId, 1, "B", 900, entry));
        Assert.Equal(
            penalty.PenaltyId, (await RatingAsync(site, state.InstitutionId)).GetProperty("lines")[0].GetProperty("publishedId").GetGuid());

        await site.TakeAsync(Facts.Annulled(penalty));
        Assert.Empty((await RatingAsync(site, state.InstitutionId)).GetProperty("lines").EnumerateArray());

        await site.TakeAsync(Facts.Rating(state.InstitutionId, 2, "B", 880, entry));
        Assert.Empty((await RatingAsync(site, state.InstitutionId)).GetProperty("lines").EnumerateArray());
    }

    [Fact]
    public async Task A_line_ends_at_midnight_of_its_last_day_and_its_deadline_removes_it()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State(validTo: new DateOnly(2030, 1, 1));
        await site.TakeAsync(Facts.Registered(state), Facts.Rating(
            state.InstitutionId, 1, "B", 850,
            Facts.Entry("complaint.refund_dispute", -50, "complaint", expires: new DateOnly(2026, 11, 24)),
            Facts.Entry("complaint.safety", -50, "complaint", expires: new DateOnly(2026, 11, 26)),
            Facts.Entry("register.expired", -50, "register") with { ExpiresOn = null }));
        var counts = new List<(int Shown, int Stored)>();

        for (var day = 24; day <= 27; day++)
        {
            site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, day, 1, 0, 0, TimeSpan.Zero));
            await site.SweepAsync();
            await Eventually.BecomesTrueAsync(
                async () => !await site.ReadAsync(database => database.Deadlines.AnyAsync(
                    deadline => deadline.FiredAt == null && deadline.DueAt <= site.Clock.GetUtcNow().UtcDateTime,
                    TestContext.Current.CancellationToken)),
                TimeSpan.FromSeconds(30), "what is due has fired, here or in the host");
            counts.Add((
                (await RatingAsync(site, state.InstitutionId)).GetProperty("lines").GetArrayLength(),
                await site.ReadAsync(database => database.RatingLines.CountAsync(TestContext.Current.CancellationToken))));
        }

        Assert.Equal([(3, 3), (2, 2), (2, 2), (1, 1)], counts);
    }

    [Fact]
    public async Task An_objection_that_is_newer_than_the_rating_marks_its_line()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var (kept, source) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await site.TakeAsync(
            Facts.Registered(state),
            Facts.Disputed("complaint", source, state.InstitutionId, 1, true),
            Facts.Rating(
                state.InstitutionId, 2, "B", 900, Facts.Entry("complaint", -50, "complaint", source),
                Facts.Entry("complaint", -50, "complaint", kept, disputed: true)));
        Assert.Equal([false, true], await MarksAsync());

        await site.TakeAsync(
            Facts.Disputed("complaint", source, state.InstitutionId, 3, true),
            Facts.Disputed("complaint", kept, state.InstitutionId, 4, false));
        Assert.Equal([true, false], await MarksAsync());

        async Task<IEnumerable<bool>> MarksAsync() => await site.ReadAsync(async database =>
        {
            var order = await database.RatingLines.OrderBy(line => line.Ordinal).Select(line => line.SourceId)
                .ToListAsync(TestContext.Current.CancellationToken);
            var rating = await RatingAsync(site, state.InstitutionId);
            Assert.Equal([source, kept], order);
            return rating.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("isDisputed").GetBoolean()).ToList();
        });
    }

    [Fact]
    public async Task The_grade_stands_in_the_search_and_is_a_condition_beside_the_others()
    {
        await using var site = await PublicSite.StartAsync();
        var (a, d, none) = (Facts.State("甲幼儿园"), Facts.State("丁幼儿园"), Facts.State("无幼儿园"));
        await site.TakeAsync(Facts.Registered(a), Facts.Registered(d), Facts.Registered(none), Rate(a, 1, "A", 1000), Rate(d, 1, "D", 400));
        await site.TakeAsync(Facts.Changed(d with { Version = 2, Name = "丁丁幼儿园" }));

        Assert.Equal(["丁丁幼儿园"], await site.NamesAsync("grade=d"));
        Assert.Equal(["丁丁幼儿园"], await site.NamesAsync("grade=D&q=幼儿园&division=3302"));
        Assert.Empty(await site.NamesAsync("grade=A&q=丁"));
        Assert.Equal(3, (await site.NamesAsync("grade=")).Count);
        Assert.Equal((400, "disclosure.search.unknown_grade", "grade"), await site.RefusalAsync($"{Api}?grade=E"));
        var (status, html) = await site.PageAsync("/?grade=D");
        Assert.Equal(200, status);
        Assert.Contains("信用 D 级", html, StringComparison.Ordinal);
        Assert.DoesNotContain("甲幼儿园", html, StringComparison.Ordinal);
        Assert.Equal(400, (await site.PageAsync("/?grade=%00")).Status);
    }

    private static Contracts.CreditFile.V1.RatingChanged Rate(
        Contracts.Registry.V1.InstitutionState state, long version, string grade, int points) => Facts.Rating(
        state.InstitutionId, version, grade, points, Facts.Entry("inspection", points - 1000, "inspection"));

    private static async Task<JsonElement> RatingAsync(PublicSite site, Guid id) =>
        (await site.JsonAsync($"{Api}/{id}")).GetProperty("rating");
}
