using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Tests.Commits;

/// <summary>
/// Facts that cannot be applied yet wait as rows: until what they await arrives, until a restart, or until a person acts.
/// </summary>
public sealed class DeferredFactTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task An_early_fact_is_applied_when_what_it_awaits_arrives_however_long_that_takes(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account, other) = (database.Process(), Guid.CreateVersion7(), Guid.CreateVersion7());
        AwaitOpening(process, account, other);

        await process.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(account, 1));
        await TryDueAsync(process);
        database.Clock.Advance(TimeSpan.FromDays(400));
        await TryDueAsync(process);
        Assert.Equal(0, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        // When it came, and once after it was kept; time alone changes nothing.
        Assert.Equal(2, process.GetRequiredService<ConsumerFaults>().CallsFor(account));

        await process.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(other, 0));

        await BothAreAppliedAsync(process, database);
        Assert.Empty(await database.ReadAsync(c => c.DeferredFacts.ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task An_arrival_in_the_very_moment_between_the_look_and_the_keeping_is_not_missed(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account, other) = (database.Process(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var faults = process.GetRequiredService<ConsumerFaults>();
        faults.For(account, async (call, _) =>
        {
            if (call == 1)
            {
                // Another replica commits what this fact awaits after this consumer has looked and before its fact is kept.
                await database.Process().HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(other, 0));
                throw new OutOfOrderException(Awaited(other));
            }
        });

        await process.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(account, 1));

        await BothAreAppliedAsync(process, database);
    }

    [Theory, DatabaseData]
    public async Task What_is_parked_is_tried_again_after_a_restart_and_stays_if_that_does_not_help(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account, other) = (database.Process(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var faults = process.GetRequiredService<ConsumerFaults>();
        faults.For(account, (_, _) => throw new InvalidOperationException("A bug."));
        faults.For(other, (_, _) => throw new InvalidOperationException("Another bug."));
        await process.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(account, 1));
        await process.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(other, 1));
        await TryDueAsync(process);
        Assert.Equal(2, await database.ReadAsync(c => c.DeferredFacts.CountAsync(f => f.State == DeferralState.Parked, Cancellation)));

        var mended = database.Process(); // The next release knows better in one case.
        mended.GetRequiredService<ConsumerFaults>().For(other, (_, _) => throw new InvalidOperationException("Another bug."));
        await mended.GetRequiredService<DeferredFacts<LedgerDbContext>>().RetryAllAsync(Cancellation);
        await TryDueAsync(mended);

        Assert.Equal([account], await database.ReadAsync(c => c.Postings.Select(p => p.AccountId).ToListAsync(Cancellation)));
        var left = Assert.Single(await database.ReadAsync(c => c.DeferredFacts.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal((2, null, "InvalidOperationException: Another bug."), (left.Attempts, left.DueAt, left.Error));
    }

    [Theory, DatabaseData]
    public async Task Two_replicas_that_try_the_same_deferred_fact_apply_it_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account) = (database.Process(), Guid.CreateVersion7());
        process.GetRequiredService<ConsumerFaults>().For(account, (_, _) => throw new InvalidOperationException("A bug."));
        await process.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(account, 1));
        var id = (await database.ReadAsync(c => c.DeferredFacts.AsNoTracking().SingleAsync(Cancellation))).Id;
        var replicas = new[] { database.Process(), database.Process() };
        using var both = new Meeting(2);
        foreach (var replica in replicas)
        {
            replica.GetRequiredService<ConsumerFaults>().For(account, (call, _) => call == 1 ? both.ArriveAsync() : Task.CompletedTask);
        }

        await Task.WhenAll(replicas.Select(replica => RetryAsync(replica, id)));

        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Empty(await database.ReadAsync(c => c.DeferredFacts.ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_running_host_applies_what_waited_by_itself(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (account, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var host = await LedgerHost.StartAsync(database);
        AwaitOpening(host.Services, account, other);

        await database.AnnounceAsync(account, 1, 2, 3);
        await Eventually.HoldsAsync(
            async () => Assert.All(await database.OutboxAsync(), m => Assert.NotNull(m.PublishedAt)), Limit, "all is delivered");
        Assert.Equal(0, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        await host.Services.HandleAsync(Guid.CreateVersion7(), LedgerDatabase.Fact(other, 0));

        await Eventually.BecomesTrueAsync(
            async () => await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 4, Limit, "what waited is applied");
        Assert.Empty(await database.ReadAsync(c => c.DeferredFacts.ToListAsync(Cancellation)));
    }

    private static string Awaited(Guid account) => $"account/{account}";

    // Postings of the account need that another one is open, as a publication needs its institution.
    private static void AwaitOpening(IServiceProvider process, Guid account, Guid other) =>
        process.GetRequiredService<ConsumerFaults>().For(account, async (_, cancellation) =>
        {
            await using var scope = process.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<LedgerDbContext>().Postings.AnyAsync(
                p => p.AccountId == other, cancellation))
            {
                throw new OutOfOrderException(Awaited(other));
            }
        });

    // A message is answered with its transaction; what waited for it is made due in the moment after that.
    private static Task BothAreAppliedAsync(IServiceProvider process, LedgerDatabase database) => Eventually.BecomesTrueAsync(
        async () =>
        {
            await TryDueAsync(process);
            return await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)) == 2;
        },
        Limit, "what waited and what it waited for are applied");

    private static async Task TryDueAsync(IServiceProvider process)
    {
        var worker = process.GetRequiredService<DeferredFactWorker<LedgerDbContext>>();
        while (await worker.RunOnceAsync(Cancellation) > 0)
        {
            // Until nothing is due.
        }
    }

    private static async Task RetryAsync(IServiceProvider replica, Guid id)
    {
        await using var scope = replica.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<LedgerDbContext>().DeferredFacts.AsNoTracking()
            .SingleAsync(f => f.Id == id, Cancellation);
        var fact = replica.GetRequiredService<FactCatalog>().Read(row.Contract, row.Payload);
        var message = new IncomingMessage(row.MessageId, fact.Fact, fact.Type, row.Epoch, row.Digest, Cancellation) { DeferredId = row.Id };
        await replica.GetRequiredService<Inbox<LedgerDbContext>>().HandleAsync(
            replica.GetRequiredService<ServiceConsumers<LedgerDbContext>>().Of(typeof(AmountPostedConsumer), typeof(AmountPosted))
                .NewEntry(message));
    }
}
