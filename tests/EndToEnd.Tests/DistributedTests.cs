using System.Net;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>
/// The platform on real processes, a real broker and a real database: it works, and it goes on working while each part of it is
/// killed with SIGKILL. Afterwards what was acknowledged is compared with what stands in both ledgers.
/// </summary>
[Collection("distributed")]
public sealed class DistributedTests(DistributedPlatform platform) : IClassFixture<DistributedPlatform>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Register _register = new(platform);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_register_is_imported_searched_and_changed_and_killed_at_every_place_without_loss()
    {
        var import = await _register.ImportDemoAsync(Cancel);
        Assert.Equal((2000, 25), (import.GetProperty("created").GetInt32(), import.GetProperty("refused").GetInt32()));

        // 75 leads on unlicensed entities are in the register and must never be public.
        await Eventually.BecomesTrueAsync(async () => (await _register.PublicAsync(Cancel)).Count == 1925, Patience, "the public finds all 1,925 institutions");

        await A_change_reaches_the_public_page();
        await Broker_settles();
        await Nothing_is_lost_or_counted_twice_while(platform.Disclosure.KillAsync, platform.Disclosure.StartAsync, round: 1);
        await Nothing_is_lost_or_counted_twice_while(platform.Registry.KillAsync, platform.Registry.StartAsync, round: 2);
        await Nothing_is_lost_or_counted_twice_while(platform.Broker.KillAsync, platform.Broker.StartAsync, round: 3);
        await Nothing_is_lost_or_counted_twice_while(platform.Database.KillAsync, platform.Database.StartAsync, round: 4);
        await The_same_register_again_changes_nothing_but_the_renamed();
    }

    private async Task A_change_reaches_the_public_page()
    {
        var institution = (await _register.ListAsync("limit=1&status=ACTIVE&type=K1", Cancel))[0].GetProperty("id").GetString()!;
        var version = await _register.RenameAsync(institution, "慈溪市端到端艺术培训有限公司", Cancel);
        Assert.Equal(2, version);

        await Eventually.BecomesTrueAsync(
            async () => (await platform.PublicAsync($"/api/disclosure/v1/institutions/{institution}", Cancel))?.GetProperty("name").GetString() == "慈溪市端到端艺术培训有限公司",
            Patience,
            "the public API follows");
        using var page = await platform.Client.GetAsync($"/institutions/{institution}", Cancel);
        await page.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Contains("慈溪市端到端艺术培训有限公司", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var search = await platform.Client.GetAsync("/?q=" + Uri.EscapeDataString("端到端艺术"), Cancel);
        Assert.Contains($"/institutions/{institution}", await search.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    // A single RabbitMQ 3.10 loses confirmed messages of a queue that was declared within the last seconds before a SIGKILL.
    private Task Broker_settles() => platform.Broker.SettleNewQueuesAsync(Cancel);

    private async Task Nothing_is_lost_or_counted_twice_while(Func<CancellationToken, Task> kill, Func<CancellationToken, Task> start, int round)
    {
        var institutions = (await _register.ListAsync("limit=20&status=ACTIVE&type=T5", Cancel)).ConvertAll(row => row.GetProperty("id").GetString()!);
        Assert.Equal(20, institutions.Count);
        var before = new Dictionary<string, long>();
        foreach (var institution in institutions)
        {
            before[institution] = (await _register.HistoryAsync(institution, Cancel)).Count;
        }

        // Three renamings of each while the part is killed in the middle and started again.
        var renaming = Task.Run(
            () => Parallel.ForEachAsync(institutions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel }, async (institution, token) =>
            {
                for (var n = 1; n <= 3; n++)
                {
                    await _register.RenameAsync(institution, Register.Name(institution, (round * 10) + n), token);
                }
            }),
            Cancel);
        await Eventually.BecomesTrueAsync(
            async () => (await _register.HistoryAsync(institutions[0], Cancel)).Count > before[institutions[0]] || renaming.IsCompleted, Patience, "the renaming has begun");
        await kill(Cancel);
        await start(Cancel);
        await renaming.WaitAsync(TimeSpan.FromMinutes(4), Cancel);

        foreach (var institution in institutions)
        {
            var history = await _register.HistoryAsync(institution, Cancel);
            Assert.Equal(before[institution] + 3, history.Count); // each renaming once
            Assert.Equal(Enumerable.Range(1, history.Count), history.Select(e => (int)e.GetProperty("version").GetInt64()));
            await Eventually.BecomesTrueAsync(
                async () => await FollowsAsync(institution, Register.Name(institution, (round * 10) + 3), history.Count), Patience, $"the public record of {institution} has every event of round {round}");
        }
    }

    // The public record has the newest name, and every legal event of the register exactly once.
    private async Task<bool> FollowsAsync(string institution, string name, int events)
    {
        var record = await platform.PublicAsync($"/api/disclosure/v1/institutions/{institution}", Cancel);
        return record?.GetProperty("name").GetString() == name && record.Value.GetProperty("events").GetArrayLength() == events;
    }

    private async Task The_same_register_again_changes_nothing_but_the_renamed()
    {
        var again = await _register.ImportDemoAsync(Cancel);
        Assert.Equal(0, again.GetProperty("created").GetInt32());
        Assert.Equal(21, again.GetProperty("changed").GetInt32()); // the 20 of the rounds and the one of the first step get their names back
        Assert.Equal(1979, again.GetProperty("unchanged").GetInt32());
    }
}
