using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Tests.Outbox;

public sealed class RelayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_fact_committed_before_a_crash_is_sent_by_the_next_process(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await database.AnnounceAsync(account, 1);
        var transport = new RecordingTransport();

        await database.Relay(transport).DrainAsync();

        var fact = Assert.Single(transport.Arrived).Fact;
        Assert.Equal(LedgerDatabase.Fact(account, 1), fact);
        var sent = Assert.Single(await database.OutboxAsync());
        Assert.Equal(LedgerDatabase.Start.UtcDateTime, sent.PublishedAt);
    }

    [Theory, DatabaseData]
    public async Task A_crash_between_sending_and_marking_repeats_under_the_same_message_id_and_takes_effect_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await database.AnnounceAsync(account, 1);
        var transport = new RecordingTransport { After = (_, _) => throw new IOException("The process ends here.") };

        await database.Relay(transport).PassUntilAsync(p => p.Failed > 0);
        transport.After = null;
        database.Clock.Advance(TimeSpan.FromMinutes(1)); // The dead relay's leases end.
        await database.Relay(transport).DrainAsync();

        Assert.Equal(2, transport.Arrived.Count);
        Assert.Single(transport.Arrived.Select(a => a.Id).Distinct());
        await using var process = database.Process();
        foreach (var (id, fact) in transport.Arrived)
        {
            await process.HandleAsync(id, fact);
        }

        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_stop_in_the_middle_of_a_pass_marks_what_was_sent(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (quick, hanging) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var quickArrived = new TaskCompletionSource();
        var transport = new RecordingTransport
        {
            Before = async (fact, cancellation) =>
            {
                if (fact.AccountId == hanging)
                {
                    await quickArrived.Task.WaitAsync(cancellation);
                    await stop.CancelAsync();
                    await Task.Delay(Timeout.Infinite, cancellation);
                }
            },
            After = (_, _) =>
            {
                quickArrived.TrySetResult();
                return Task.CompletedTask;
            },
        };

        var relay = database.Relay(transport);
        await relay.DrainAsync(); // It has every bucket now.
        await database.AnnounceAsync(quick, 1);
        await database.AnnounceAsync(hanging, 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relay.PassAsync(stop.Token));

        var rows = await database.OutboxAsync();
        Assert.NotNull(rows.Single(m => m.Partition == quick).PublishedAt);
        Assert.Null(rows.Single(m => m.Partition == hanging).PublishedAt);
        Assert.Equal(0, rows.Single(m => m.Partition == hanging).Attempts);
    }

    [Theory, DatabaseData]
    public async Task A_relay_rests_only_where_every_fact_is_signalled_and_none_is_in_the_outbox(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var alone = database.Location.Provider == DatabaseProvider.Sqlite;
        var transport = new RecordingTransport();
        var relay = database.Relay(transport);
        Assert.False((await relay.PassAsync(Cancellation)).Quiet); // Some buckets may still be another's.
        await relay.DrainAsync();
        Assert.Equal(alone, (await relay.PassAsync(Cancellation)).Quiet);

        await database.AnnounceAsync(Guid.CreateVersion7(), 1);
        transport.Before = (_, _) => throw new TimeoutException("The transport is away.");
        Assert.False((await relay.PassAsync(Cancellation)).Quiet);
        Assert.False((await relay.PassAsync(Cancellation)).Quiet); // The row waits for its next attempt, which nobody signals.

        transport.Before = null;
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await relay.DrainAsync();
        Assert.Equal(alone, (await relay.PassAsync(Cancellation)).Quiet);
    }

    [Theory, DatabaseData]
    public async Task A_relay_prolongs_its_leases_and_loses_those_that_another_took(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (transport, account) = (new RecordingTransport(), Guid.CreateVersion7());
        var (first, second) = (database.Relay(transport), database.Relay(transport));
        await first.DrainAsync();
        database.Clock.Advance(TimeSpan.FromSeconds(25));
        await first.PassAsync(Cancellation); // Prolongs.
        database.Clock.Advance(TimeSpan.FromSeconds(25));
        await second.DrainAsync();
        await database.AnnounceAsync(account, 1);
        Assert.Equal(0, (await second.PassAsync(Cancellation)).Sent);

        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await second.DrainAsync();
        Assert.Single(transport.Arrived);
        await database.AnnounceAsync(account, 2);
        Assert.Equal(0, (await first.PassAsync(Cancellation)).Sent);
        Assert.Equal(1, (await second.PassAsync(Cancellation)).Sent);
    }

    [Theory, DatabaseData]
    public async Task Two_relays_at_once_deliver_everything_in_the_order_of_each_partition(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var partitions = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, [.. Enumerable.Range(1, 20).Select(n => (long)n)]);
        }

        var transport = new RecordingTransport { Before = async (_, _) => await Task.Yield() };
        var (first, second) = (database.Relay(transport), database.Relay(transport));
        await Task.WhenAll(first.DrainAsync(), second.DrainAsync());
        await Task.WhenAll(first.DrainAsync(), second.DrainAsync());

        Assert.All(await database.OutboxAsync(), m => Assert.NotNull(m.PublishedAt));
        var arrived = transport.Arrived;
        Assert.Equal(1000, arrived.Select(a => a.Id).Distinct().Count());
        AssertOrder(arrived);

        await using var process = database.Process();
        await Parallel.ForEachAsync(
            arrived.Concat(arrived.Take(100)),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (a, _) => await process.HandleAsync(a.Id, a.Fact));
        var postings = await database.ReadAsync(c => c.Postings.AsNoTracking().ToListAsync(Cancellation));
        Assert.Equal(1000, postings.Count);
        Assert.Equal(1000, postings.Select(p => (p.AccountId, p.Ordinal)).Distinct().Count());
    }

    [Theory, DatabaseData]
    public async Task Order_within_a_partition_holds_when_the_clocks_of_two_writers_differ(DatabaseRow row)
    {
        // The writer of the later facts has a clock that is behind: its ids and times sort before those of the earlier ones.
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await database.AnnounceAsync(account, 1, 2, 3);
        await using var behind = database.Process(
            clock: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(LedgerDatabase.Start.AddMinutes(-1)));
        await using (var scope = behind.CreateAsyncScope())
        {
            var commit = scope.ServiceProvider.GetRequiredService<Commit<LedgerDbContext>>();
            foreach (var ordinal in (long[])[4, 5, 6])
            {
                commit.Announce(LedgerDatabase.Fact(account, ordinal), account, ordinal);
            }

            Assert.False((await commit.SaveAsync(Cancellation)).IsRefused);
        }

        var transport = new RecordingTransport();
        await database.Relay(transport, o => o.BatchSize = 4).DrainAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6], transport.Arrived.Select(a => a.Fact.Ordinal));
    }

    [Theory, DatabaseData]
    public async Task A_partition_with_a_long_backlog_does_not_keep_the_others_waiting(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (busy, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await database.AnnounceAsync(busy, [.. Enumerable.Range(1, 40).Select(n => (long)n)]);
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        await database.AnnounceAsync(other, 1);
        var transport = new RecordingTransport
        {
            Before = (fact, _) => fact.AccountId == busy ? throw new IOException("Its way is blocked.") : Task.CompletedTask
        };

        var relay = database.Relay(transport, o => o.BatchSize = 8);
        await relay.DrainAsync();
        await relay.DrainAsync();

        Assert.Equal(other, Assert.Single(transport.Arrived).Fact.AccountId);
    }

    [Theory, DatabaseData]
    public async Task A_relay_that_lost_its_lease_while_it_sent_marks_no_failure_on_a_row_that_another_has_sent(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await database.AnnounceAsync(account, 1);
        var heir = new RecordingTransport();
        var slow = new RecordingTransport
        {
            Before = async (_, _) =>
            {
                database.Clock.Advance(TimeSpan.FromMinutes(1));
                await database.Relay(heir).DrainAsync();
                throw new UnreadableFactException("The slow one fails after the other has sent.");
            },
        };

        await database.Relay(slow, o => o.MaxAttempts = 1).PassUntilAsync(p => p.Failed > 0);

        Assert.Single(heir.Arrived);
        var sent = Assert.Single(await database.OutboxAsync());
        Assert.NotNull(sent.PublishedAt);
        Assert.Null(sent.ParkedAt);
        Assert.Equal(0, sent.Attempts);
    }

    internal static void AssertOrder(IEnumerable<(Guid Id, AmountPosted Fact)> arrived)
    {
        // A repeat may come late; the first sight of each fact may not.
        foreach (var partition in arrived.DistinctBy(a => a.Id).GroupBy(a => a.Fact.AccountId))
        {
            Assert.Equal(partition.Select(a => a.Fact.Ordinal).Order(), partition.Select(a => a.Fact.Ordinal));
        }
    }
}
