using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ratings;
using Oversight.CreditFile.Recomputations;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>A scoring version to come is tried out beside the live ratings, and comes into force by its date.</summary>
public sealed class RecomputationTests
{
    [Theory]
    [InlineData("Waiting", "advance", "Running")]
    [InlineData("Waiting", "finish", "Done")]
    [InlineData("Waiting", "stop", "Stopped")]
    [InlineData("Running", "advance", "Running")]
    [InlineData("Running", "finish", "Done")]
    [InlineData("Running", "stop", "Stopped")]
    [InlineData("Done", "advance", null)]
    [InlineData("Done", "finish", null)]
    [InlineData("Done", "stop", null)]
    [InlineData("Stopped", "advance", null)]
    [InlineData("Stopped", "finish", null)]
    [InlineData("Stopped", "stop", null)]
    public void An_act_is_possible_until_it_has_ended(string from, string act, string? to)
    {
        var state = Enum.Parse<RecomputationState>(from);
        var run = Recomputation.Ask(Guid.CreateVersion7(), "2027-01-01", 3, "3302", By);
        _ = state == RecomputationState.Waiting ? Kernel.Result.Done : run.Advance(1, 1, Guid.CreateVersion7());
        _ = state == RecomputationState.Done ? run.Finish(By) : state == RecomputationState.Stopped ? run.Stop(By) : Kernel.Result.Done;
        var version = run.Version;

        var outcome = act switch { "advance" => run.Advance(1, 0, null), "finish" => run.Finish(By), _ => run.Stop(By) };

        Assert.Equal(to is null ? "creditfile.recomputation.act_not_allowed" : null, outcome.Error?.Code);
        Assert.Equal((to ?? from, to is null ? version : version + 1), (run.State.ToString(), run.Version));
    }

    [Fact]
    public async Task Every_change_is_reported_with_its_lines_and_the_live_ratings_stay()
    {
        await using var credit = await CreditUnderTest.StartAsync(packs: "ahead");
        var (general, minor, untouched) = (await credit.RegisterAsync(), await credit.RegisterAsync(), await credit.RegisterAsync());
        var penalty = Guid.CreateVersion7();
        await credit.TakeAsync(
            Facts.Decided(general, penalty, "2026-11-01"), Facts.Matter(general, Guid.CreateVersion7(), "2026-11-02"),
            Facts.Decided(minor, Guid.CreateVersion7(), "2026-11-01", "minor"));

        var id = await AskAsync(credit);
        await FinishAsync(credit);

        var done = await credit.JsonAsync($"recomputations/{id}");
        Assert.Equal(("done", 2, 2, 1), (
            done.GetProperty("state").GetString(), done.GetProperty("total").GetInt32(), done.GetProperty("rated").GetInt32(),
            done.GetProperty("changed").GetInt32()));
        var change = Assert.Single((await credit.JsonAsync($"recomputations/{id}/changes")).GetProperty("items").EnumerateArray());
        Assert.Equal((general, "B", 890, "B", 820), (
            change.GetProperty("institutionId").GetGuid(), change.GetProperty("oldGrade").GetString(),
            change.GetProperty("oldPoints").GetInt32(),
            change.GetProperty("newGrade").GetString(), change.GetProperty("newPoints").GetInt32()));
        var line = change.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("sourceId").GetGuid() == penalty);
        Assert.Equal((-100, -150), (line.GetProperty("oldPoints").GetInt32(), line.GetProperty("newPoints").GetInt32()));
        Assert.Equal(2, change.GetProperty("differingLines").GetInt32());
        Assert.Empty((await credit.JsonAsync($"recomputations/{id}/changes?gradeChanged=true")).GetProperty("items").EnumerateArray());
        Assert.Equal(("B", 890), await credit.LiveAsync(general));
        Assert.Equal(2, (await credit.FactsOfAsync(general)).Count);
        Assert.Equal((null, null), await credit.LiveAsync(untouched));
    }

    [Fact]
    public async Task After_a_kill_it_goes_on_where_the_last_portion_ended()
    {
        var credit = await CreditUnderTest.StartAsync(packs: "ahead", folder: Folder());
        await FillAsync(credit, 230);
        var id = await AskAsync(credit);
        Assert.True(await Worker(credit).WorkAsync(TestContext.Current.CancellationToken));
        Assert.Equal(100, (await credit.JsonAsync($"recomputations/{id}")).GetProperty("rated").GetInt32());
        // The dead worker's lease still holds: another one has nothing to do.
        Assert.False(await Worker(credit).WorkAsync(TestContext.Current.CancellationToken));
        var folder = await credit.AbandonAsync();

        await using (var again = await CreditUnderTest.StartAsync(folder: folder, packs: "ahead", at: CreditUnderTest.Start.AddMinutes(2)))
        {
            await Eventually.HoldsAsync(
                async () => Assert.Equal("done", (await again.JsonAsync($"recomputations/{id}")).GetProperty("state").GetString()),
                TimeSpan.FromSeconds(30), "the recomputation is done");
            var done = await again.JsonAsync($"recomputations/{id}");
            Assert.Equal((230, 230), (done.GetProperty("rated").GetInt32(), done.GetProperty("changed").GetInt32()));
            Assert.Equal(
                230, await again.ReadAsync(
                    c => c.RecomputationChanges.CountAsync(r => r.RecomputationId == id, TestContext.Current.CancellationToken)));
            var first = await again.JsonAsync($"recomputations/{id}/changes?limit=200");
            var second = await again.JsonAsync($"recomputations/{id}/changes?limit=200&cursor={first.GetProperty("next").GetString()}");
            Assert.Equal((200, 30), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_stop_keeps_what_was_reported_and_nothing_goes_on()
    {
        await using var credit = await CreditUnderTest.StartAsync(packs: "ahead");
        await FillAsync(credit, 120);
        var id = await AskAsync(credit);
        var worker = Worker(credit);
        await worker.WorkAsync(TestContext.Current.CancellationToken);

        var (stopped, _) = await CreditUnderTest.DoAsync(credit.Supervisor, $"recomputations/{id}/stop", new { });
        Assert.False(await worker.WorkAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("stopped", 100), (stopped.GetProperty("state").GetString(), stopped.GetProperty("rated").GetInt32()));
        Assert.Equal(100, await credit.ReadAsync(c => c.RecomputationChanges.CountAsync(TestContext.Current.CancellationToken)));
        await CreditUnderTest.RefusedAsync(
            credit.Supervisor, $"recomputations/{id}/stop", new { }, HttpStatusCode.Conflict, "creditfile.recomputation.act_not_allowed");
    }

    [Fact]
    public async Task What_cannot_be_recomputed_is_refused_by_name()
    {
        await using var credit = await CreditUnderTest.StartAsync(packs: "ahead");

        await CreditUnderTest.RefusedAsync(
            credit.Officer, "recomputations", new { packVersion = "2026-04-01" }, HttpStatusCode.Conflict,
            "creditfile.scoring.version_in_force");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "recomputations", new { packVersion = "2031" }, HttpStatusCode.UnprocessableEntity,
            "creditfile.scoring.version_unknown");
        await CreditUnderTest.RefusedAsync(
            credit.As("nowhere", null, Roles.CreditOfficer), "recomputations", new { packVersion = "2027-01-01" }, HttpStatusCode.Forbidden,
            "creditfile.recomputation.no_scope");
        var id = await AskAsync(credit);
        await credit.RefusedAsync($"recomputations/{id}", HttpStatusCode.NotFound, "creditfile.recomputation.unknown", credit.Elsewhere);
        await credit.RefusedAsync(
            $"recomputations/{id}/changes", HttpStatusCode.NotFound, "creditfile.recomputation.unknown", credit.Elsewhere);
        await CreditUnderTest.RefusedAsync(
            credit.Elsewhere, $"recomputations/{id}/stop", new { }, HttpStatusCode.NotFound, "creditfile.recomputation.unknown");
    }

    [Fact]
    public async Task A_recomputation_rates_only_the_division_of_the_officer()
    {
        await using var credit = await CreditUnderTest.StartAsync(packs: "ahead");
        var (here, there) = (await credit.RegisterAsync(), await credit.RegisterAsync("330302"));
        await credit.TakeAsync(
            Facts.Decided(here, Guid.CreateVersion7(), "2026-11-01"), Facts.Decided(there, Guid.CreateVersion7(), "2026-11-01"));

        var id = await AskAsync(credit);
        await FinishAsync(credit);

        Assert.Equal(
            here, Assert.Single((await credit.JsonAsync($"recomputations/{id}/changes")).GetProperty("items").EnumerateArray())
                .GetProperty("institutionId").GetGuid());
    }

    [Fact]
    public async Task When_a_version_comes_into_force_every_file_is_rated_by_it_and_the_past_is_not()
    {
        await using var credit = await CreditUnderTest.StartAsync(packs: "ahead");
        await FillAsync(credit, 130);
        var one = await credit.ReadAsync(c => c.InstitutionFiles.Select(f => f.Id).FirstAsync(TestContext.Current.CancellationToken));
        var worker = new NewPackWorker(
            credit.Services.GetRequiredService<IServiceScopeFactory>(), credit.Services.GetRequiredService<ScoringPack>(), credit.Clock,
            NullLogger<NewPackWorker>.Instance);
        Assert.Equal(0, await worker.RateBatchAsync(TestContext.Current.CancellationToken));

        Assert.Equal([900], (await credit.FactsOfAsync(one)).ConvertAll(f => f.Payload.GetProperty("points").GetInt32()));

        await credit.GoToAsync(CreditUnderTest.Morning(2027, 1, 1));

        // The service's own worker rates too; of two on one batch one comes again.
        await Eventually.HoldsAsync(
            async () =>
            {
                await worker.RateBatchAsync(TestContext.Current.CancellationToken);
                Assert.Equal(
                    130, await credit.ReadAsync(
                        c => c.InstitutionFiles.CountAsync(f => f.Points == 850 && f.Grade == "B", TestContext.Current.CancellationToken)));
            },
            TimeSpan.FromSeconds(30), "every file is rated by the new version");
        // What was sent weeks ago may be gone from the outbox by now; the newest fact is there.
        Assert.Equal(850, (await credit.FactsOfAsync(one))[^1].Payload.GetProperty("points").GetInt32());
        Assert.Equal("scoring/scoring@2027-01-01(CN)", (await credit.FactsOfAsync(one))[^1].Payload.GetProperty("rule").GetString());
        Assert.Equal(900, (await credit.RatingAsync(one, "2026-12-31")).Points);
        Assert.Equal(850, (await credit.RatingAsync(one, "2027-01-01")).Points);
    }

    private static readonly Kernel.ActContext By = new("o", "education", CreditUnderTest.Start.UtcDateTime);

    private static string Folder() => RunFolder.New("credit");

    private static RecomputationWorker Worker(CreditUnderTest credit) =>
        new(credit.Services.GetRequiredService<IServiceScopeFactory>(), credit.Clock, NullLogger<RecomputationWorker>.Instance);

    private static async Task FinishAsync(CreditUnderTest credit)
    {
        var worker = Worker(credit);
        while (await worker.WorkAsync(TestContext.Current.CancellationToken))
        {
            // There is another batch.
        }
    }

    private static async Task<Guid> AskAsync(CreditUnderTest credit)
    {
        using var answer = await credit.Officer.CommandAsync($"{CreditUnderTest.Api}/recomputations", new { packVersion = "2027-01-01" });
        await answer.ShouldBeAsync(HttpStatusCode.Accepted);
        return (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    // Institutions with one general penalty each, in few saves.
    private static async Task FillAsync(CreditUnderTest credit, int count)
    {
        foreach (var batch in Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).Chunk(100))
        {
            await SaveAsync<InstitutionRegistered>(credit, batch.Select(id => Facts.Registered(id)));
            await SaveAsync<PenaltyDecided>(credit, batch.Select(id => Facts.Decided(id, Guid.CreateVersion7(), "2026-11-01")));
        }
    }

    private static async Task SaveAsync<TFact>(CreditUnderTest credit, IEnumerable<TFact> facts)
        where TFact : class
    {
        await using var scope = credit.Services.CreateAsyncScope();
        var consumer = CreditUnderTest.ConsumerOf<TFact>(scope.ServiceProvider);
        foreach (var fact in facts)
        {
            await consumer.ConsumeAsync(fact, TestContext.Current.CancellationToken);
        }

        await scope.ServiceProvider.GetRequiredService<CreditFileDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
