using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Tests.Outbox;

public sealed class OutageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Ten_minutes_without_a_broker_cost_no_row_an_attempt_and_all_flows_afterwards(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var partitions = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, 1, 2);
        }

        // First it is not known yet: publishes time out. Then it is known to be away. Then they fail again.
        var transport = new RecordingTransport { Before = (_, _) => throw new OperationCanceledException("No confirm came.") };
        var relay = database.Relay(transport, o => o.Lease = TimeSpan.FromMinutes(30));
        for (var minute = 0; minute < 10; minute++)
        {
            transport.IsAway = minute is >= 3 and < 7;
            await relay.DrainAsync();
            Assert.True(minute == 0 || transport.IsAway || (await relay.PassAsync(Cancellation)).Sent == 0);
            database.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(await database.OutboxAsync(), m => Assert.Equal((0, null, null), (m.Attempts, m.ParkedAt, m.PublishedAt)));
        transport.Before = null;
        await relay.DrainAsync();

        Assert.Equal(10, transport.Arrived.Count);
        RelayTests.AssertOrder(transport.Arrived);
        Assert.All(await database.OutboxAsync(), m => Assert.NotNull(m.PublishedAt));
    }

    [Theory, DatabaseData]
    public async Task A_broker_that_dies_in_the_middle_of_a_pass_costs_no_row_an_attempt(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var arrivals = 0;
        var transport = new RecordingTransport
        {
            Before = (_, _) => Interlocked.Increment(ref arrivals) > 8
                ? throw new InvalidOperationException("The connection is closed.") : Task.CompletedTask,
        };
        var relay = database.Relay(transport, o => o.MaxInFlight = 4);
        await relay.DrainAsync();
        for (var i = 0; i < 20; i++)
        {
            await database.AnnounceAsync(Guid.CreateVersion7(), 1);
        }

        var pass = await relay.PassAsync(Cancellation);

        Assert.Equal((8, 12), (pass.Sent, pass.Failed));
        Assert.All(await database.OutboxAsync(), m => Assert.Equal(0, m.Attempts));
        transport.Before = null;
        database.Clock.Advance(TimeSpan.FromSeconds(2));
        await relay.DrainAsync();
        Assert.Equal(20, transport.Arrived.Count);
    }

    [Theory]
    [DatabaseData("Oversight.Gone.V1.Nothing", "{}")]
    [DatabaseData("Oversight.Persistence.Tests.Contracts.V1.AmountPosted", "{\"accountId\":7")]
    [DatabaseData("Oversight.Persistence.Tests.Contracts.V1.AmountPosted", "null")]
    public async Task A_row_that_cannot_be_read_backs_off_and_is_parked_while_the_others_flow(
        DatabaseRow row, string contract, string payload)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (poisoned, healthy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await database.AnnounceAsync(poisoned, 1, 2);
        await database.AnnounceAsync(healthy, 1);
        await database.ReadAsync(c => c.Outbox.Where(m => m.Partition == poisoned && m.Ordinal == 1)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Contract, contract).SetProperty(m => m.Payload, payload), Cancellation));
        var transport = new RecordingTransport();
        var relay = database.Relay(transport, o => (o.MaxAttempts, o.Lease) = (3, TimeSpan.FromHours(1)));

        await relay.DrainAsync();

        Assert.Equal(healthy, Assert.Single(transport.Arrived).Fact.AccountId);
        var waits = new List<TimeSpan>();
        for (var attempt = 1; attempt < 3; attempt++)
        {
            var poison = (await database.OutboxAsync()).Single(m => m.Partition == poisoned && m.Ordinal == 1);
            Assert.Equal(attempt, poison.Attempts);
            Assert.Null(poison.ParkedAt);
            waits.Add(poison.NextAttemptAt!.Value - database.Clock.GetUtcNow().UtcDateTime);
            await relay.DrainAsync();
            Assert.Single(transport.Arrived);
            database.Clock.Advance(waits[^1]);
            await relay.DrainAsync();
        }

        Assert.InRange(waits[0], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.InRange(waits[1], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        var parked = (await database.OutboxAsync()).Single(m => m.Partition == poisoned && m.Ordinal == 1);
        Assert.NotNull(parked.ParkedAt);
        Assert.Null(parked.PublishedAt);
        Assert.StartsWith("UnreadableFactException", parked.LastError, StringComparison.Ordinal);
        Assert.Equal([(healthy, 1L), (poisoned, 2L)], transport.Arrived.Select(a => (a.Fact.AccountId, a.Fact.Ordinal)));
    }

    [Theory, DatabaseData]
    public async Task A_row_that_the_transport_alone_refuses_is_parked_in_the_end(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var refused = Guid.CreateVersion7();
        await database.AnnounceAsync(refused, 1);
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        var transport = new RecordingTransport
        {
            Before = (f, _) => f.AccountId == refused ? throw new InvalidOperationException("Too large.") : Task.CompletedTask
        };
        var relay = database.Relay(transport, o => (o.MaxAttempts, o.MaxInFlight, o.Lease) = (2, 1, TimeSpan.FromHours(1)));

        for (var i = 0; i < 12 && (await database.OutboxAsync()).Single(m => m.Partition == refused).ParkedAt is null; i++)
        {
            for (var others = 0; others < 8; others++)
            {
                await database.AnnounceAsync(Guid.CreateVersion7(), 1);
            }

            await relay.DrainAsync();
            database.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.NotNull((await database.OutboxAsync()).Single(m => m.Partition == refused).ParkedAt);
        Assert.DoesNotContain(transport.Arrived, a => a.Fact.AccountId == refused);
    }

    [Theory, DatabaseData]
    public async Task The_wall_clock_may_be_set_back_without_stopping_the_relay(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var transport = new RecordingTransport();
        await database.Relay(transport).DrainAsync(); // Leases everything and dies without giving back.
        await database.AnnounceAsync(Guid.CreateVersion7(), 1);
        var earlier = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(LedgerDatabase.Start.AddHours(-2));
        var next = database.Process(transport, earlier).GetService(typeof(OutboxRelay<LedgerDbContext>));

        await ((OutboxRelay<LedgerDbContext>)next!).DrainAsync();

        Assert.Single(transport.Arrived);
    }
}
