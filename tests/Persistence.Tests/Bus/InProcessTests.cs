using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence.Inbox;
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

        await Eventually.HoldsAsync(async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the row is marked");
        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_consumer_that_fails_gets_the_fact_again_and_its_partition_waits_for_it(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (failing, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var host = await LedgerHost.StartAsync(database);
        // More often than it is called at once: the outbox has to bring the fact again.
        host.Faults.For(failing, (call, _) => call <= 5 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask);

        await database.AnnounceAsync(failing, 1, 2);
        await database.AnnounceAsync(other, 1);

        await Eventually.HoldsAsync(async () => Assert.All(await database.OutboxAsync(), m => Assert.NotNull(m.PublishedAt)), Limit, "all is delivered");
        var rows = await database.OutboxAsync();
        Assert.Equal(1, rows.Single(m => m.Partition == failing && m.Ordinal == 1).Attempts);
        Assert.Equal(0, rows.Single(m => m.Partition == failing && m.Ordinal == 2).Attempts);
        Assert.Equal(3, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_fact_that_is_ahead_of_another_comes_again_and_nobody_is_told_of_it(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await using var host = await LedgerHost.StartAsync(database, settings: ("Logging:LogLevel:Default", "Information"));
        using var log = new WrittenLog(LogLevel.Information);
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        host.Faults.For(account, (call, _) => call <= 3 ? throw new FactAheadException("The account is not known yet.") : Task.CompletedTask);

        await database.AnnounceAsync(account, 1);

        await Eventually.HoldsAsync(async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "it is delivered");
        Assert.Equal(4, host.Faults.CallsFor(account)); // It is not asked again at once: that would not help.
        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Empty(log.Lines);
    }

    [Theory, DatabaseData]
    public async Task A_consumer_that_fails_is_told_of_once_and_by_the_outbox(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var account = Guid.CreateVersion7();
        await using var host = await LedgerHost.StartAsync(database, settings: ("Logging:LogLevel:Default", "Information"));
        using var log = new WrittenLog(LogLevel.Information);
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        host.Faults.For(account, (call, _) => call <= 4 ? throw new InvalidOperationException("A bug.") : Task.CompletedTask);

        await database.AnnounceAsync(account, 1);

        await Eventually.HoldsAsync(async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "it is delivered");
        Assert.Contains("was not delivered", Assert.Single(log.Lines), StringComparison.Ordinal);
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
        await Eventually.HoldsAsync(async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the next host delivers");

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
        await Inboxes.TakeOnceAsync(database.Process(), message.Id, LedgerDatabase.Fact(account, 1));

        await using var host = await LedgerHost.StartAsync(database);
        await Eventually.HoldsAsync(async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the row is marked");

        Assert.Equal(0, host.Faults.CallsFor(account));
        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_fact_without_a_consumer_in_this_process_is_done(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await using var host = await LedgerHost.StartAsync(database, consumes: false);

        await database.AnnounceAsync(Guid.CreateVersion7(), 1);

        await Eventually.HoldsAsync(async () => Assert.NotNull(Assert.Single(await database.OutboxAsync()).PublishedAt), Limit, "the row is marked");
        Assert.IsType<InProcessDelivery>(host.Services.GetRequiredService<IDelivery>());
    }
}
