using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Enforcement.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.Testing;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>Facts of other services enter the ledger once each, in whatever order they come, and the rating follows.</summary>
public sealed class LedgerTests
{
    [Fact]
    public async Task A_fact_takes_effect_and_is_told_with_its_explanation()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());

        await credit.TakeAsync(Facts.Decided(id, penalty, "2026-11-01", "serious"));

        var (contract, fact) = Assert.Single(await credit.FactsOfAsync(id));
        Assert.Equal("RatingChanged", contract);
        Assert.Equal(
            ("C", 750, 1000),
            (fact.GetProperty("grade").GetString(), fact.GetProperty("points").GetInt32(), fact.GetProperty("maxPoints").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, fact.GetProperty("previousGrade").ValueKind);
        var entry = Assert.Single(fact.GetProperty("entries").EnumerateArray());
        Assert.Equal(("penalty.serious", "penalty", penalty, "2029-11-01"), (
            entry.GetProperty("indicator").GetString(), entry.GetProperty("sourceKind").GetString(),
            entry.GetProperty("sourceId").GetGuid(), entry.GetProperty("expiresOn").GetString()));
        Assert.Equal(("C", 750), await credit.LiveAsync(id));
    }

    [Fact]
    public async Task The_same_fact_twice_changes_nothing()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, fact) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        var decided = Facts.Decided(id, fact, "2026-11-01");

        await credit.TakeAsync(decided, decided, Facts.Registered(id), decided);

        Assert.Single(await credit.FactsOfAsync(id));
        Assert.Equal(
            1, await credit.ReadAsync(c => c.CreditFacts.CountAsync(f => f.InstitutionId == id, TestContext.Current.CancellationToken)));
        Assert.Equal(("A", 900), await credit.LiveAsync(id));
    }

    [Fact]
    public async Task A_conclusion_or_an_annulment_that_is_announced_again_with_its_last_day_counts_once()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, visit, penalty, held) =
            (await credit.RegisterAsync(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var concluded = Facts.Concluded(id, visit, "2026-11-20", ("high", false));
        var annulled = Facts.Annulled(id, penalty, "2026-11-21");
        var nobodys = Facts.Concluded(null, held, "2026-11-20", ("high", false));
        await credit.TakeAsync(concluded, Facts.Decided(id, penalty, "2026-11-01"), annulled, nobodys);
        var (live, facts) = (await credit.LiveAsync(id), await credit.FactsOfAsync(id));

        await credit.TakeAsync(
            concluded with { Version = 7, PublishDueOn = new DateOnly(2027, 1, 6) },
            annulled with { Version = 4, WithdrawDueOn = new DateOnly(2027, 1, 5) },
            nobodys with { Version = 7, PublishDueOn = new DateOnly(2027, 1, 6) });

        Assert.Equal(live, await credit.LiveAsync(id));
        Assert.Equal(facts.Count, (await credit.FactsOfAsync(id)).Count);
        Assert.Equal(
            [(FactEvent.Decided, 1), (FactEvent.Concluded, 2), (FactEvent.Annulled, 1)],
            (await credit.ReadAsync(
                c => c.CreditFacts.GroupBy(f => f.Event).Select(g => new { g.Key, Count = g.Count() })
                    .ToListAsync(TestContext.Current.CancellationToken)))
                .Select(g => (g.Key, g.Count)).OrderBy(g => g.Key == FactEvent.Annulled).ThenBy(g => g.Key));
    }

    [Fact]
    public async Task A_message_that_the_bus_delivers_twice_counts_once_and_the_name_is_known()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, message) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var bus = credit.Services.GetRequiredService<IBus>();
        var decided = Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01");

        await bus.Publish(decided, context => context.MessageId = message, TestContext.Current.CancellationToken);
        await bus.Publish(Facts.Registered(id), TestContext.Current.CancellationToken);
        await bus.Publish(decided, context => context.MessageId = message, TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(
            async () =>
            {
                var answer = await credit.JsonAsync($"institutions/{id}/rating");
                Assert.Equal(900, answer.GetProperty("rating").GetProperty("points").GetInt32());
                Assert.Equal("慈溪市试验幼儿园", answer.GetProperty("name").GetString());
            },
            TimeSpan.FromSeconds(20), "the penalty counts once");
        Assert.Equal(
            1, await credit.ReadAsync(c => c.CreditFacts.CountAsync(f => f.InstitutionId == id, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_annulment_that_comes_before_its_decision_still_takes_the_penalty_away()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());

        await credit.TakeAsync(
            Facts.Annulled(id, penalty, "2026-11-20"), Facts.Performed(id, penalty, "2026-11-10"),
            Facts.Decided(id, penalty, "2026-11-01"));

        var rating = await credit.RatingAsync(id);
        Assert.Equal(("A", 1000), (rating.Grade, rating.Points));
        Assert.Equal([("penalty", "annulled")], rating.Aside);
    }

    [Fact]
    public async Task Any_order_of_all_facts_ends_in_the_same_ledger_and_rating()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var random = new Random(20261124);
        (string Rating, string Ledger)? expected = null;
        for (var round = 0; round < 8; round++)
        {
            var id = Guid.CreateVersion7();
            var facts = Story(id);
            if (round > 0)
            {
                random.Shuffle(facts);
            }

            await credit.TakeAsync(facts);
            var seen = (await DescribeAsync(credit, id), await LedgerOfAsync(credit, id));
            expected ??= seen;
            Assert.Equal(expected, seen);
            Assert.Equal(expected.Value.Rating.Split(' ')[0], (await credit.LiveAsync(id)).Grade);
        }

        Assert.StartsWith("C 6", expected!.Value.Rating, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_facts_at_once_the_loser_comes_again_and_both_count()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        var slow = Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01");

        await using (var scope = credit.Services.CreateAsyncScope())
        {
            await CreditUnderTest.ConsumerOf<PenaltyDecided>(scope.ServiceProvider)
                .ConsumeAsync(slow, TestContext.Current.CancellationToken);
            await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-02"));
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() =>
                scope.ServiceProvider.GetRequiredService<CreditFileDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken));
        }

        await credit.TakeAsync(slow);

        Assert.Equal(("B", 800), await credit.LiveAsync(id));
        Assert.Equal([900, 800], (await credit.FactsOfAsync(id)).ConvertAll(f => f.Payload.GetProperty("points").GetInt32()));
    }

    [Fact]
    public async Task The_first_fact_and_the_registration_at_once_do_not_miss_one_another()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = Guid.CreateVersion7();

        await using (var scope = credit.Services.CreateAsyncScope())
        {
            await CreditUnderTest.ConsumerOf<PenaltyDecided>(scope.ServiceProvider)
                .ConsumeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01"), TestContext.Current.CancellationToken);
            await credit.TakeAsync(Facts.Registered(id));
            await Assert.ThrowsAnyAsync<DbUpdateException>(
                () => scope.ServiceProvider.GetRequiredService<CreditFileDbContext>()
                    .SaveChangesAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal((null, null), await credit.LiveAsync(id));
    }

    [Fact]
    public async Task Facts_of_a_party_that_the_register_does_not_have_are_held_and_rate_nobody()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var decided = Facts.Decided(null, Guid.CreateVersion7(), "2026-11-01");

        await credit.TakeAsync(decided, decided);

        Assert.Equal(
            1, await credit.ReadAsync(c => c.CreditFacts.CountAsync(f => f.InstitutionId == null, TestContext.Current.CancellationToken)));
        Assert.Equal(0, await credit.ReadAsync(c => c.InstitutionFiles.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_lead_is_neither_rated_nor_shown()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (before, after) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await credit.TakeAsync(
            Facts.Lead(before), Facts.Decided(before, Guid.CreateVersion7(), "2026-11-01"),
            Facts.Decided(after, Guid.CreateVersion7(), "2026-11-01"), Facts.Lead(after));

        foreach (var lead in new[] { before, after })
        {
            Assert.Equal((null, null), await credit.LiveAsync(lead));
            Assert.Empty(await credit.FactsOfAsync(lead));
            await credit.RefusedAsync($"institutions/{lead}/rating", System.Net.HttpStatusCode.NotFound, "creditfile.file.unknown");
        }
    }

    [Fact]
    public async Task A_fact_that_comes_before_the_registration_is_rated_with_it()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = Guid.CreateVersion7();

        await credit.TakeAsync(Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01"));
        Assert.Empty(await credit.FactsOfAsync(id));
        await credit.RefusedAsync($"institutions/{id}/rating", System.Net.HttpStatusCode.NotFound, "creditfile.file.unknown");
        await credit.TakeAsync(Facts.Registered(id));

        Assert.Equal(("A", 900), await credit.LiveAsync(id));
        Assert.Single(await credit.FactsOfAsync(id));
    }

    [Fact]
    public async Task A_fact_that_changes_no_line_is_kept_but_not_told()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());

        await credit.TakeAsync(Facts.Decided(id, penalty, "2026-11-01"), Facts.Performed(id, penalty, "2026-11-05"));

        Assert.Single(await credit.FactsOfAsync(id));
        var facts = (await credit.JsonAsync($"institutions/{id}/facts")).GetProperty("items").EnumerateArray()
            .OrderBy(f => f.GetProperty("event").GetString()).ToList();
        Assert.Equal(["decided", "performed"], facts.ConvertAll(f => f.GetProperty("event").GetString()!));
        Assert.Equal("慈教罚决〔2026〕1号", facts[0].GetProperty("document").GetString());
        Assert.Equal("2026-11-05", (await credit.RatingAsync(id)).Body.GetProperty("lines")[0].GetProperty("performedOn").GetString());
    }

    // Distinct days, so that no cut by a cap hangs on the random ids.
    private static object[] Story(Guid id)
    {
        var (annulled, general, withdrawn, visit, order, late, matter) =
            (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(),
                Guid.CreateVersion7(), Guid.CreateVersion7());
        return
        [
            Facts.Registered(id), Facts.Changed(id, 2, "330282"), Facts.Expired(id, 3, "2026-09-01"), Facts.Renewed(id, 4, "2026-09-20"),
            Facts.Decided(id, annulled, "2026-10-01", "serious"), Facts.Annulled(id, annulled, "2026-10-20"),
            Facts.Decided(id, general, "2026-10-02"), Facts.Performed(id, general, "2026-10-12"),
            Facts.Concluded(id, withdrawn, "2026-10-03", ("high", false)), Facts.Withdrawn(id, withdrawn, "2026-10-23"),
            Facts.Concluded(id, visit, "2026-10-04", ("high", false), ("low", true)),
            Facts.Overdue(id, order, "2026-10-05"), Facts.Failed(id, order, "2026-10-15"),
            Facts.Overdue(id, late, "2026-10-06"), Facts.Passed(id, late, "2026-10-16"),
            Facts.Matter(id, matter, "2026-10-07", "corporal_punishment"),
            Facts.Matter(id, Guid.CreateVersion7(), "2026-10-08", outcome: "mediated"),
        ];
    }

    private static async Task<string> DescribeAsync(CreditUnderTest credit, Guid id)
    {
        var rating = await credit.RatingAsync(id);
        return $"{rating.Grade} {rating.Points} {string.Join(';', rating.Lines)} {string.Join(';', rating.Aside)}";
    }

    private static Task<string> LedgerOfAsync(CreditUnderTest credit, Guid id) => credit.ReadAsync(async context => string.Join(
        ';',
        (await context.CreditFacts.AsNoTracking().Where(f => f.InstitutionId == id).ToListAsync(TestContext.Current.CancellationToken))
            .Select(f => $"{f.SourceKind}/{f.Event}/{f.SourceVersion}/{f.OccurredOn:yyyy-MM-dd}/{f.Parts}").Order(StringComparer.Ordinal)));
}
