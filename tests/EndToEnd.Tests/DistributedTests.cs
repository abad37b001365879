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

    // Longer than the tries after which a fact that is itself at fault is parked.
    private static readonly TimeSpan Refusing = TimeSpan.FromSeconds(10);
    private readonly Register _register = new(platform);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_register_is_imported_searched_and_changed_and_killed_at_every_place_without_loss()
    {
        var import = await _register.ImportDemoAsync(Cancel);
        Assert.Equal((2000, 25), (import.GetProperty("created").GetInt32(), import.GetProperty("refused").GetInt32()));

        // 75 leads on unlicensed entities are in the register and must never be public.
        await Eventually.BecomesTrueAsync(
            async () => (await _register.PublicAsync(Cancel)).Count == 1925, Patience, "the public finds all 1,925 institutions");

        await A_change_reaches_the_public_page();
        await Broker_settles();
        await Nothing_is_lost_or_counted_twice_while(platform.Disclosure.KillAsync, platform.Disclosure.StartAsync, round: 1);
        await Nothing_is_lost_or_counted_twice_while(platform.Registry.KillAsync, platform.Registry.StartAsync, round: 2);
        await Nothing_is_lost_or_counted_twice_while(platform.Broker.KillAsync, platform.Broker.StartAsync, round: 3);
        await Nothing_is_lost_or_counted_twice_while(platform.Database.KillAsync, platform.Database.StartAsync, round: 4);
        await Nothing_is_lost_or_counted_twice_while(Database_is_read_only, Database_can_be_written, round: 5);
        await Nothing_is_lost_or_counted_twice_while(Database_has_another_name, Database_has_its_name, round: 6);
        await The_same_register_again_changes_nothing_but_the_renamed();
        await A_lost_public_record_is_built_again_beside_the_live_one();
        await A_register_that_came_back_older_is_heard_again();
    }

    private Task Database_is_read_only(CancellationToken cancellation) =>
        platform.ExecuteAsync(
            "ALTER DATABASE oversight_disclosure SET default_transaction_read_only = on", CutConnections("oversight_disclosure"));

    private async Task Database_can_be_written(CancellationToken cancellation)
    {
        await Task.Delay(Refusing, cancellation);
        await platform.ExecuteAsync(
            "ALTER DATABASE oversight_disclosure RESET default_transaction_read_only", CutConnections("oversight_disclosure"));
    }

    private Task Database_has_another_name(CancellationToken cancellation) => platform.ExecuteAsync(
        "ALTER DATABASE oversight_disclosure ALLOW_CONNECTIONS false", CutConnections("oversight_disclosure"),
        "ALTER DATABASE oversight_disclosure RENAME TO elsewhere");

    private async Task Database_has_its_name(CancellationToken cancellation)
    {
        await Task.Delay(Refusing, cancellation);
        await platform.ExecuteAsync(
            "ALTER DATABASE elsewhere RENAME TO oversight_disclosure", "ALTER DATABASE oversight_disclosure ALLOW_CONNECTIONS true");
    }

    private static string CutConnections(string database) =>
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'";

    private async Task A_change_reaches_the_public_page()
    {
        var institution = (await _register.ListAsync("limit=1&status=ACTIVE&type=K1", Cancel))[0].GetProperty("id").GetString()!;
        var version = await _register.RenameAsync(institution, "慈溪市端到端艺术培训有限公司", Cancel);
        Assert.Equal(2, version);

        await Eventually.BecomesTrueAsync(
            async () => (await platform.PublicAsync($"/api/disclosure/v1/institutions/{institution}", Cancel))?.GetProperty("name")
                .GetString() == "慈溪市端到端艺术培训有限公司",
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

    private async Task Nothing_is_lost_or_counted_twice_while(
        Func<CancellationToken, Task> kill, Func<CancellationToken, Task> start, int round)
    {
        var institutions = (await _register.ListAsync("limit=20&status=ACTIVE&type=T5", Cancel))
            .ConvertAll(row => row.GetProperty("id").GetString()!);
        Assert.Equal(20, institutions.Count);
        var before = new Dictionary<string, long>();
        foreach (var institution in institutions)
        {
            before[institution] = (await _register.HistoryAsync(institution, Cancel)).Count;
        }

        // Three renamings of each while the part is killed in the middle and started again.
        var renaming = Task.Run(
            () => Parallel.ForEachAsync(
                institutions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel }, async (institution, token) =>
                {
                    for (var n = 1; n <= 3; n++)
                    {
                        await _register.RenameAsync(institution, Register.Name(institution, (round * 10) + n), token);
                    }
                }),
            Cancel);
        await Eventually.BecomesTrueAsync(
            async () => (await _register.HistoryAsync(institutions[0], Cancel)).Count > before[institutions[0]] || renaming.IsCompleted,
            Patience, "the renaming has begun");
        await kill(Cancel);
        await start(Cancel);
        await renaming.WaitAsync(TimeSpan.FromMinutes(4), Cancel);

        foreach (var institution in institutions)
        {
            var history = await _register.HistoryAsync(institution, Cancel);
            Assert.Equal(before[institution] + 3, history.Count); // each renaming once
            Assert.Equal(Enumerable.Range(1, history.Count), history.Select(e => (int)e.GetProperty("version").GetInt64()));
            await Eventually.BecomesTrueAsync(
                async () => await FollowsAsync(institution, Register.Name(institution, (round * 10) + 3), history.Count), Patience,
                $"the public record of {institution} has every event of round {round}");
        }
    }

    // The public record has the newest name, and every legal event of the register exactly once.
    private async Task<bool> FollowsAsync(string institution, string name, int events)
    {
        var record = await platform.PublicAsync($"/api/disclosure/v1/institutions/{institution}", Cancel);
        return record?.GetProperty("name").GetString() == name && record.Value.GetProperty("events").GetArrayLength() == events;
    }

    private async Task A_lost_public_record_is_built_again_beside_the_live_one()
    {
        await platform.Disclosure.KillAsync(Cancel);
        await platform.ExecuteAsync("DROP DATABASE oversight_disclosure WITH (FORCE)");
        await platform.MigrateAsync("Disclosure");
        await platform.Disclosure.StartAsync(Cancel);
        var renamed = (await _register.ListAsync("limit=1&status=ACTIVE&type=K1", Cancel))[0].GetProperty("id").GetString()!;
        var building = platform.CommandAsync("Disclosure", "rebuild-copies");
        await _register.RenameAsync(renamed, "慈溪市重建之中幼儿园", Cancel);

        var (code, output) = await building;

        Assert.True(code == 0, output);
        await Eventually.BecomesTrueAsync(
            async () => (await _register.PublicAsync(Cancel)).Count == 1925, Patience, "the public finds all 1,925 institutions again");
        await Eventually.BecomesTrueAsync(
            async () => await PublicNameAsync(renamed) == "慈溪市重建之中幼儿园", Patience, "a change of the meantime shows");
        await EveryCopyIsAsItsPublisherHasItAsync();
    }

    private async Task A_register_that_came_back_older_is_heard_again()
    {
        var id = (await _register.ListAsync("limit=1&status=ACTIVE&type=K1", Cancel))[0].GetProperty("id").GetString()!;
        await platform.SecondRegistry.StopAsync(Cancel);
        await platform.Registry.StopAsync(Cancel);
        await platform.ExecuteAsync("CREATE DATABASE backup TEMPLATE oversight_registry");
        await platform.Registry.StartAsync(Cancel);
        await _register.RenameAsync(id, "慈溪市将被遗忘幼儿园", Cancel);
        await _register.RenameAsync(id, "慈溪市还将被遗忘幼儿园", Cancel);
        await Eventually.BecomesTrueAsync(
            async () => await PublicNameAsync(id) == "慈溪市还将被遗忘幼儿园", Patience, "the public sees what will be lost");

        await platform.Registry.StopAsync(Cancel);
        await platform.ExecuteAsync("DROP DATABASE oversight_registry WITH (FORCE)", "ALTER DATABASE backup RENAME TO oversight_registry");
        var (code, output) = await platform.CommandAsync("Registry", "new-epoch", "--reason", "restored from a backup");
        Assert.True(code == 0, output);
        await platform.Registry.StartAsync(Cancel);
        await platform.SecondRegistry.StartAsync(Cancel);

        // The same version as one of those that were lost.
        await _register.RenameAsync(id, "慈溪市恢复之后幼儿园", Cancel);
        await Eventually.BecomesTrueAsync(
            async () => await PublicNameAsync(id) == "慈溪市恢复之后幼儿园", Patience, "the change after the restore is heard");
        await EveryCopyIsAsItsPublisherHasItAsync();
    }

    private async Task<string?> PublicNameAsync(string id) =>
        (await platform.PublicAsync($"/api/disclosure/v1/institutions/{id}", Cancel))?.GetProperty("name").GetString();

    // A mend that a new epoch asked for may be under way: what it has not reached yet still differs.
    private async Task EveryCopyIsAsItsPublisherHasItAsync()
    {
        foreach (var service in (string[])["Inspection", "Enforcement", "CreditFile", "Complaint", "Disclosure"])
        {
            var (code, output) = (1, "");
            await Eventually.BecomesTrueAsync(
                async () => ((code, output) = await platform.CommandAsync(service, "verify-copies")).code == 0, Patience,
                $"{service} has no difference; {output}");
        }
    }

    private async Task The_same_register_again_changes_nothing_but_the_renamed()
    {
        var again = await _register.ImportDemoAsync(Cancel);
        Assert.Equal(0, again.GetProperty("created").GetInt32());
        // the 20 of the rounds and the one of the first step get their names back
        Assert.Equal(21, again.GetProperty("changed").GetInt32());
        Assert.Equal(1979, again.GetProperty("unchanged").GetInt32());
    }
}
