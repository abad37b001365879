using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>Ratings through HTTP: today, as of a past day, changing by themselves.</summary>
public sealed class RatingTests
{
    [Fact]
    public async Task An_institution_without_facts_is_whole_and_nothing_is_stored_of_it()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();

        var rating = await credit.RatingAsync(id);

        Assert.Equal(("A", 1000), (rating.Grade, rating.Points));
        Assert.Equal((null, null), await credit.LiveAsync(id));
        Assert.Empty((await credit.JsonAsync("ratings")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_past_rating_is_what_was_known_then()
    {
        await using var credit = await CreditUnderTest.StartAsync(at: CreditUnderTest.Morning(2026, 5, 11));
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        // Decided on the 6th, known here from the 11th on; annulled on the 1st of September, known from the 7th of September on.
        await credit.TakeAsync(Facts.Decided(id, penalty, "2026-05-06", "serious"));
        await credit.GoToAsync(CreditUnderTest.Morning(2026, 9, 7));
        await credit.TakeAsync(Facts.Annulled(id, penalty, "2026-09-01"));

        Assert.Equal(1000, (await credit.RatingAsync(id, "2026-05-10")).Points);
        Assert.Equal(750, (await credit.RatingAsync(id, "2026-05-11")).Points);
        Assert.Equal(750, (await credit.RatingAsync(id, "2026-09-06")).Points);
        Assert.Equal(1000, (await credit.RatingAsync(id, "2026-09-07")).Points);
        Assert.Equal("scoring/scoring@2026-04-01(CN)", (await credit.RatingAsync(id, "2026-05-11")).Body.GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("2026-11-25", HttpStatusCode.BadRequest, "creditfile.rating.in_future")]
    [InlineData("9999-12-31", HttpStatusCode.BadRequest, "creditfile.rating.in_future")]
    [InlineData("2026-03-31", HttpStatusCode.UnprocessableEntity, "creditfile.scoring.before_pack")]
    [InlineData("0001-01-01", HttpStatusCode.UnprocessableEntity, "creditfile.scoring.before_pack")]
    [InlineData("2026-02-30", HttpStatusCode.BadRequest, "request.value.malformed")]
    public async Task A_day_without_a_rating_is_refused_by_name(string asOf, HttpStatusCode status, string code)
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();

        await credit.RefusedAsync($"institutions/{id}/rating?asOf={asOf}", status, code);
    }

    [Fact]
    public async Task A_line_runs_out_by_itself_on_the_day_after_its_last_and_the_others_are_told()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-08-24", "minor"));
        Assert.Equal(("A", 980), await credit.LiveAsync(id));

        // The last day is the 24th of November; it is over at 16:00 UTC.
        await credit.GoToAsync(new DateTimeOffset(2026, 11, 24, 15, 59, 55, TimeSpan.Zero));
        Assert.Equal(("A", 980), await credit.LiveAsync(id));
        await credit.GoToAsync(new DateTimeOffset(2026, 11, 24, 16, 0, 0, TimeSpan.Zero));

        await Eventually.HoldsAsync(
            async () => Assert.Equal(("A", 1000), await credit.LiveAsync(id)), TimeSpan.FromSeconds(10), "the line has run out");
        var facts = await credit.FactsOfAsync(id);
        Assert.Equal([980, 1000], facts.ConvertAll(f => f.Payload.GetProperty("points").GetInt32()));
        Assert.Equal("2026-11-25", facts[1].Payload.GetProperty("asOf").GetString());
        Assert.Empty(facts[1].Payload.GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task An_earlier_end_moves_the_deadline_and_an_annulment_calls_it_off()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, general, minor) = (await credit.RegisterAsync(), Guid.CreateVersion7(), Guid.CreateVersion7());

        await credit.TakeAsync(Facts.Decided(id, general, "2026-11-01"));
        Assert.Equal([new DateTime(2027, 11, 1, 16, 0, 0)], await OpenAsync(credit, id));
        await credit.TakeAsync(Facts.Decided(id, minor, "2026-11-02", "minor"));
        Assert.Equal([new DateTime(2027, 2, 2, 16, 0, 0)], await OpenAsync(credit, id));
        await credit.TakeAsync(Facts.Annulled(id, minor, "2026-11-20"), Facts.Annulled(id, general, "2026-11-20"));

        Assert.Empty(await OpenAsync(credit, id));
    }

    [Fact]
    public async Task A_change_of_the_register_moves_the_file_to_the_other_division()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        await credit.TakeAsync(Facts.Changed(id, 3, "330302"), Facts.Changed(id, 2, "330203"));

        await credit.RefusedAsync($"institutions/{id}/rating", HttpStatusCode.NotFound, "creditfile.file.unknown");
        Assert.Equal(
            1000, (await credit.JsonAsync($"institutions/{id}/rating", credit.Elsewhere)).GetProperty("rating")
                .GetProperty("points").GetInt32());
    }

    [Fact]
    public async Task Nothing_of_another_division_is_seen()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01"));

        await credit.RefusedAsync($"institutions/{id}/rating", HttpStatusCode.NotFound, "creditfile.file.unknown", credit.Elsewhere);
        await credit.RefusedAsync($"institutions/{id}/facts", HttpStatusCode.NotFound, "creditfile.file.unknown", credit.Elsewhere);
        await credit.RefusedAsync(
            $"institutions/{id}/rating", HttpStatusCode.NotFound, "creditfile.file.unknown", credit.As("x", null, Roles.CreditOfficer));
        Assert.Empty((await credit.JsonAsync("ratings", credit.Elsewhere)).GetProperty("items").EnumerateArray());
        await credit.RefusedAsync($"institutions/{Guid.CreateVersion7()}/rating", HttpStatusCode.NotFound, "creditfile.file.unknown");
        using var administrator = await credit.As("admin", "3302", Roles.Administrator)
            .GetAsync($"{CreditUnderTest.Api}/institutions/{id}/rating", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, administrator.StatusCode);
    }

    [Fact]
    public async Task Ratings_are_listed_by_grade_and_division_page_by_page()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        for (var n = 0; n < 5; n++)
        {
            var id = await credit.RegisterAsync(n == 4 ? "330203" : "330282");
            await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01", n == 0 ? "serious" : "general"));
        }

        var first = await credit.JsonAsync("ratings?grade=A&limit=2");
        var second = await credit.JsonAsync($"ratings?grade=A&limit=2&cursor={first.GetProperty("next").GetString()}");

        Assert.Equal((2, 2), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(1, (await credit.JsonAsync("ratings?grade=C")).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await credit.JsonAsync("ratings?division=330203")).GetProperty("items").GetArrayLength());
        await credit.RefusedAsync("ratings?grade=E", HttpStatusCode.BadRequest, "creditfile.rating.grade_unknown");
        await credit.RefusedAsync("ratings?limit=0", HttpStatusCode.BadRequest, "request.limit.range");
        await credit.RefusedAsync("ratings?colour=red", HttpStatusCode.BadRequest, "request.query.unknown");
        await credit.RefusedAsync(
            $"ratings?cursor={first.GetProperty("next").GetString()}", HttpStatusCode.BadRequest, "request.cursor.unknown");
    }

    [Fact]
    public async Task The_scoring_pack_of_a_day_is_open_to_the_staff()
    {
        await using var credit = await CreditUnderTest.StartAsync(packs: "ahead");

        Assert.Equal("2026-04-01", (await credit.JsonAsync("scoring-pack")).GetProperty("version").GetString());
        var later = await credit.JsonAsync("scoring-pack?onDay=9999-12-31");
        Assert.Equal("2027-01-01", later.GetProperty("version").GetString());
        Assert.Equal(2, later.GetProperty("loaded").GetArrayLength());
        await credit.RefusedAsync("scoring-pack?onDay=2026-03-31", HttpStatusCode.UnprocessableEntity, "creditfile.scoring.before_pack");
    }

    [Fact]
    public async Task A_drop_to_the_worst_grade_by_a_hard_stop_waits_for_an_officers_confirmation()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        await credit.TakeAsync(Facts.Revoked(id, 2, "2026-11-01"));
        Assert.Single((await credit.JsonAsync("ratings?needsConfirmation=true")).GetProperty("items").EnumerateArray());
        using var read = await credit.Officer.GetAsync(
            $"{CreditUnderTest.Api}/institutions/{id}/rating", TestContext.Current.CancellationToken);
        var etag = read.ShouldHaveStrongETag();
        var path = $"institutions/{id}/confirmation";

        await CreditUnderTest.RefusedAsync(credit.Officer, path, new { }, HttpStatusCode.PreconditionRequired, "request.version.required");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, path, new { }, HttpStatusCode.PreconditionFailed, "request.version.stale", "\"77\"");
        await CreditUnderTest.RefusedAsync(credit.Elsewhere, path, new { }, HttpStatusCode.NotFound, "creditfile.file.unknown", etag);
        var (confirmed, next) = await CreditUnderTest.DoAsync(credit.Officer, path, new { }, etag);
        await CreditUnderTest.RefusedAsync(
            credit.Officer, path, new { }, HttpStatusCode.Conflict, "creditfile.file.nothing_to_confirm", next);

        Assert.False(confirmed.GetProperty("needsConfirmation").GetBoolean());
        // Another fact does not ask again, a way up and down does.
        await credit.TakeAsync(Facts.Matter(id, Guid.CreateVersion7(), "2026-11-02"));
        Assert.False((await credit.JsonAsync($"institutions/{id}/rating")).GetProperty("needsConfirmation").GetBoolean());
        await credit.TakeAsync(Facts.Renewed(id, 3, "2026-11-10"), Facts.Revoked(id, 4, "2026-11-20"));
        Assert.True((await credit.JsonAsync($"institutions/{id}/rating")).GetProperty("needsConfirmation").GetBoolean());
    }

    private static Task<List<DateTime>> OpenAsync(CreditUnderTest credit, Guid id) => credit.ReadAsync(context =>
        context.Deadlines.Where(d => d.SubjectId == id && d.FiredAt == null && d.CancelledAt == null).Select(d => d.DueAt)
            .ToListAsync(TestContext.Current.CancellationToken));
}
