using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Tests.Bus;

/// <summary>Everything in one process: nothing is durable but the databases.</summary>
public sealed class InProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_fact_counts_as_delivered_only_when_its_consumer_has_committed(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await using var host = await LedgerHost.StartAsync(database);
        using var inside = new Meeting(1);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Faults.For(account, async (_, cancellation) =>
        {
            await inside.ArriveAsync();
            await release.Task.WaitAsync(cancellation);
        });

        await database.AnnounceAsync(account, 1);
        await Eventually.BecomesTrueAsync(() => host.Faults.CallsFor(account) > 0, Limit, "the consumer is called");
        Assert.Null(Assert.Single(await database.OutboxAsync()).PublishedAt);
        release.SetResult();

        await Eventually.HoldsAsync(
            async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the row is marked");
        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_database_that_refuses_holds_the_partition_and_costs_no_row_an_attempt(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (failing, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var host = await LedgerHost.StartAsync(database);
        host.Faults.For(failing, (call, _) => call <= 12 ? throw new IOException("No space left on device.") : Task.CompletedTask);

        await database.AnnounceAsync(failing, 1, 2);
        await database.AnnounceAsync(other, 1);

        await Eventually.HoldsAsync(
            async () => Assert.All(await database.OutboxAsync(), m => Assert.NotNull(m.PublishedAt)), Limit, "all is delivered");
        Assert.All(await database.OutboxAsync(), m => Assert.Equal(0, m.Attempts));
        Assert.Equal(
            [1L, 2L], await database.ReadAsync(
                c => c.Postings.Where(p => p.AccountId == failing).OrderBy(p => p.Id).Select(p => p.Ordinal).ToListAsync(Cancellation)));
        Assert.Empty(await database.ReadAsync(c => c.DeferredFacts.ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_fact_at_fault_is_parked_told_of_once_and_holds_nobody_up(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await using var host = await LedgerHost.StartAsync(database, settings: ("Logging:LogLevel:Default", "Information"));
        using var log = new WrittenLog(LogLevel.Information);
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        host.Faults.For(account, (call, _) => call <= 5 ? throw new InvalidOperationException("A bug.") : Task.CompletedTask);

        await database.AnnounceAsync(account, 1, 2);

        await Eventually.HoldsAsync(
            async () => Assert.All(await database.OutboxAsync(), m => Assert.NotNull(m.PublishedAt)), Limit, "both are delivered");
        Assert.Equal([2L], await database.ReadAsync(c => c.Postings.Select(p => p.Ordinal).ToListAsync(Cancellation)));
        Assert.Equal(DeferralState.Parked, (await database.ReadAsync(c => c.DeferredFacts.AsNoTracking().SingleAsync(Cancellation))).State);
        Assert.Contains("is parked", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task A_host_that_dies_between_sending_and_consuming_leaves_the_fact_to_the_next(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await using (var dying = await LedgerHost.StartAsync(database, settings: ("Oversight:Outbox:Lease", "00:00:03")))
        {
            dying.Faults.For(account, (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
            await database.AnnounceAsync(account, 1);
            await Eventually.BecomesTrueAsync(() => dying.Faults.CallsFor(account) > 0, Limit, "the consumer is called");
        }

        Assert.Null(Assert.Single(await database.OutboxAsync()).PublishedAt);
        await using var next = await LedgerHost.StartAsync(database, settings: ("Oversight:Outbox:Lease", "00:00:03"));
        await Eventually.HoldsAsync(
            async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the next host delivers");

        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Equal(0, Assert.Single(await database.OutboxAsync()).Attempts);
    }

    [Theory, DatabaseData]
    public async Task A_fact_that_was_consumed_but_not_marked_is_dropped_by_the_inbox_of_the_next_host(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await database.AnnounceAsync(account, 1);
        var message = Assert.Single(await database.OutboxAsync());
        await database.Process().HandleAsync(message.Id, LedgerDatabase.Fact(account, 1));

        await using var host = await LedgerHost.StartAsync(database);
        await Eventually.HoldsAsync(
            async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the row is marked");

        Assert.Equal(0, host.Faults.CallsFor(account));
        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_fact_without_a_consumer_in_this_process_is_done(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await using var host = await LedgerHost.StartAsync(database, consumes: false);

        await database.AnnounceAsync(Guid.CreateVersion7(), 1);

        await Eventually.HoldsAsync(
            async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the row is marked");
        Assert.IsType<InProcessDelivery>(host.Services.GetRequiredService<IDelivery>());
    }
}
