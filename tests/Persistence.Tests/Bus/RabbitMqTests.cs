using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Oversight.Persistence.Tests.Bus;

/// <summary>A real broker, killed and started again. One broker of its own for these tests, which run one after the other.</summary>
public sealed class RabbitMqTests(RabbitMqBroker broker) : IClassFixture<RabbitMqBroker>
{
    private const string Queue = "ledger.amount-posted";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly (string, string) ShortTimeout = ("Oversight:Outbox:PublishTimeout", "00:00:03");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_thousand_facts_survive_the_death_of_the_broker_nothing_lost_nothing_twice(DatabaseRow row)
    {
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(row);
        await using var sender = await LedgerHost.StartAsync(database, address, consumes: false, ShortTimeout);
        await using var receiver = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout);
        await broker.ConsumedAsync(Queue, address, Cancellation);
        await broker.SettleNewQueuesAsync(Cancellation);

        var partitions = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, [.. Enumerable.Range(1, 10).Select(n => (long)n)]);
        }

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) > 20, Limit, "facts flow");
        await broker.KillAsync(Cancellation);
        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, [.. Enumerable.Range(11, 10).Select(n => (long)n)]);
        }

        await broker.StartAsync(Cancellation);
        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) >= 1000, Limit, "every fact took effect");

        await AssertExactlyOnceAsync(database, partitions, 20);
    }

    [Theory, DatabaseData]
    public async Task A_service_that_starts_while_the_broker_is_away_takes_writes_and_delivers_them_later(DatabaseRow row)
    {
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (known, account) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var first = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout))
        {
            await broker.ConsumedAsync(Queue, address, Cancellation);
            await database.AnnounceAsync(known, 1);
            await Eventually.BecomesTrueAsync(
                async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 1, Limit, "facts flow");
            await first.StopAsync();
        }

        await broker.SettleNewQueuesAsync(Cancellation);
        await broker.KillAsync(Cancellation);
        await using var sender = await LedgerHost.StartAsync(database, address, consumes: false, ShortTimeout);
        await database.AnnounceAsync(account, 1, 2, 3);
        await broker.StartAsync(Cancellation);

        await AllIsSentAsync(database, sender);
        await using var receiver = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout);
        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 4, Limit, "all took effect");
        Assert.All(await database.OutboxAsync(), m => Assert.Equal(0, m.Attempts));
    }

    [Theory, DatabaseData]
    public async Task A_broker_that_takes_longer_than_the_sender_waits_is_slow_and_no_more(DatabaseRow row)
    {
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(row);
        var partitions = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        // No broker answers in a thousandth of a second.
        var noTime = ("Oversight:Outbox:PublishTimeout", "00:00:00.001");
        await using var host = await LedgerHost.StartAsync(database, address, consumes: true, noTime);
        await broker.ConsumedAsync(Queue, address, Cancellation);

        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, 1, 2);
        }

        await AllIsSentAsync(database, host);
        await Eventually.BecomesAsync(
            () => database.ReadAsync(c => c.Postings.CountAsync(Cancellation)), n => n >= 40, Limit, "all took effect");
        await AssertExactlyOnceAsync(database, partitions, 2);
    }

    [Fact]
    public async Task A_peer_that_takes_the_connection_and_never_says_a_word_is_left_for_the_broker()
    {
        var address = new Uri(await broker.CreateVirtualHostAsync(Cancellation));
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        await using var doorway = new Doorway(address.Port);
        var through = new UriBuilder(address) { Port = doorway.Port }.Uri.ToString();
        await using var host = await LedgerHost.StartAsync(database, through, consumes: true, ShortTimeout);
        await database.AnnounceAsync(Guid.CreateVersion7(), 1, 2, 3);
        await Eventually.BecomesTrueAsync(() => doorway.Held > 0, Limit, "the bus waits for an answer");

        doorway.Open();

        await AllIsSentAsync(database, host);
        await Eventually.BecomesAsync(
            () => database.ReadAsync(c => c.Postings.CountAsync(Cancellation)), n => n == 3, Limit, "all took effect");
    }

    [Fact]
    public async Task A_thousand_facts_survive_the_death_of_the_database_nothing_lost_nothing_twice()
    {
        PostgreSqlServer.SkipIfMissing();
        await using var server = PostgreSqlServer.Durable();
        await server.StartAsync(Cancellation);
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(DatabaseRow.PostgreSql, server.CreateDatabaseAsync(Cancellation));
        var partitions = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();
        await using var host = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout);
        await broker.ConsumedAsync(Queue, address, Cancellation);
        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, [.. Enumerable.Range(1, 20).Select(n => (long)n)]);
        }

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) > 20, Limit, "facts flow");
        await server.KillAsync(Cancellation);
        await server.StartAsync(Cancellation);

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) >= 1000, Limit, "every fact took effect");
        await AssertExactlyOnceAsync(database, partitions, 20);
        Assert.Null(await broker.ReadyMessagesAsync($"{Queue}_error", address, Cancellation));
    }

    [Fact]
    public async Task A_fact_that_its_consumer_never_applies_is_parked_and_the_others_flow()
    {
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        await using var host = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout);
        await broker.ConsumedAsync(Queue, address, Cancellation);
        var (poisoned, healthy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        host.Faults.For(poisoned, (_, _) => throw new InvalidOperationException("Never."));

        await database.AnnounceAsync(poisoned, 1);
        await database.AnnounceAsync(healthy, 1);

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.DeferredFacts.CountAsync(Cancellation)) == 1
                && await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 1, Limit, "one is parked, one is applied");
        var parked = await database.ReadAsync(c => c.DeferredFacts.AsNoTracking().SingleAsync(Cancellation));
        Assert.Equal(
            (DeferralState.Parked, "ledger.amount-posted", "InvalidOperationException: Never."),
            (parked.State, parked.Consumer, parked.Error));
        var posting = Assert.Single(await database.ReadAsync(c => c.Postings.AsNoTracking().ToListAsync(Cancellation)));
        var fact = LedgerDatabase.Fact(healthy, 1);
        Assert.Equal(
            (fact.AccountId, fact.AmountFen, fact.PostedOn, fact.At), (posting.AccountId, posting.AmountFen, posting.PostedOn, posting.At));
        Assert.Equal(0, await broker.ReadyMessagesAsync(Queue, address, Cancellation));
        Assert.Null(await broker.ReadyMessagesAsync($"{Queue}_error", address, Cancellation));
    }

    [Theory]
    [InlineData(
        """{"messageId":"01970000-0000-7000-8000-00000000000a","messageType":"""
            + """["urn:message:Oversight.Persistence.Tests.Contracts.V1:AmountPosted"],"message":{"accountId":"no id"}}""",
        "Oversight.Persistence.Tests.Contracts.V1.AmountPosted")]
    [InlineData("this is no envelope", "unknown")]
    public async Task A_message_that_cannot_be_read_is_parked_with_its_text_and_the_others_flow(string body, string contract)
    {
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        await using var host = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout);
        await broker.ConsumedAsync(Queue, address, Cancellation);
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json" };

        await RabbitMqBroker.PublishAsync(address, Queue, properties, System.Text.Encoding.UTF8.GetBytes(body), Cancellation);
        await database.AnnounceAsync(Guid.CreateVersion7(), 1);

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.DeferredFacts.CountAsync(Cancellation)) == 1
                && await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 1, Limit, "one is parked, one is applied");
        var parked = await database.ReadAsync(c => c.DeferredFacts.AsNoTracking().SingleAsync(Cancellation));
        Assert.Equal((DeferralState.Parked, contract), (parked.State, parked.Contract));
        Assert.Contains(parked.Payload, body, StringComparison.Ordinal);
        Assert.Null(await broker.ReadyMessagesAsync($"{Queue}_error", address, Cancellation));
    }

    [Fact]
    public async Task A_service_that_stops_while_its_database_refuses_leaves_the_facts_to_the_next()
    {
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var account = Guid.CreateVersion7();
        await using (var stopping = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout))
        {
            await broker.ConsumedAsync(Queue, address, Cancellation);
            stopping.Faults.For(account, (_, _) => throw new IOException("No space left on device."));
            await database.AnnounceAsync(account, 1);
            await Eventually.BecomesTrueAsync(() => stopping.LanesThatWait > 0, Limit, "the inbox waits");
            await stopping.StopAsync();
        }

        Assert.Empty(await database.ReadAsync(c => c.Postings.ToListAsync(Cancellation)));
        await using var next = await LedgerHost.StartAsync(database, address, consumes: true, ShortTimeout);

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 1, Limit, "the next one applies it");
        Assert.Null(await broker.ReadyMessagesAsync($"{Queue}_error", address, Cancellation));
    }

    // What waits, and why, as the rows, the host and the broker say: a failure here has to explain itself, for it may not come again.
    private async Task AllIsSentAsync(LedgerDatabase database, LedgerHost sender)
    {
        try
        {
            await Eventually.HoldsAsync(async () => Assert.Empty(await database.UnsentAsync()), Limit, "all is sent");
        }
        catch (EventuallyException failure)
        {
            var unsent = await database.UnsentAsync();
            Assert.Fail(string.Join(Environment.NewLine, [failure.Message, .. unsent, await sender.HealthAsync(), broker.Diagnosis()]));
        }
    }

    private static async Task AssertExactlyOnceAsync(LedgerDatabase database, List<Guid> partitions, int each)
    {
        var postings = await database.ReadAsync(c => c.Postings.AsNoTracking().ToListAsync(Cancellation));
        Assert.Equal(partitions.Count * each, postings.Count);
        Assert.Equal(postings.Count, postings.Select(p => (p.AccountId, p.Ordinal)).Distinct().Count());
        await Eventually.HoldsAsync(async () => Assert.Empty(await database.UnsentAsync()), Limit, "every row is marked");
        Assert.All(await database.OutboxAsync(), m => Assert.Equal((0, null), (m.Attempts, m.ParkedAt)));
    }
}
