using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Tests.Commits;

public sealed class InboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task The_same_message_twice_takes_effect_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, id, fact) = (database.Process(), Guid.CreateVersion7(), LedgerDatabase.Fact(Guid.CreateVersion7(), 1));

        await process.HandleAsync(id, fact);
        await process.HandleAsync(id, fact);

        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task The_same_message_on_two_replicas_at_the_same_moment_takes_effect_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (id, fact) = (Guid.CreateVersion7(), LedgerDatabase.Fact(Guid.CreateVersion7(), 1));
        var replicas = new[] { database.Process(), database.Process() };
        using var both = new Meeting(2);
        foreach (var replica in replicas)
        {
            // Both have seen that there is no inbox row before either saves.
            replica.GetRequiredService<ConsumerFaults>().For(fact.AccountId, (_, _) => both.ArriveAsync());
        }

        await Task.WhenAll(replicas.Select(replica => replica.HandleAsync(id, fact)));

        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Equal(1, await database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_consumer_that_fails_after_its_changes_leaves_nothing_and_is_tried_again(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, id, fact) = (database.Process(), Guid.CreateVersion7(), LedgerDatabase.Fact(Guid.CreateVersion7(), 1));
        process.GetRequiredService<ConsumerFaults>()
            .For(fact.AccountId, (call, _) => call <= 2 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask);

        await process.HandleAsync(id, fact);

        var posting = Assert.Single(await database.ReadAsync(c => c.Postings.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal((fact.AmountFen, fact.PostedOn, fact.At), (posting.AmountFen, posting.PostedOn, posting.At));
        Assert.Equal(3, process.GetRequiredService<ConsumerFaults>().CallsFor(fact.AccountId));
        Assert.Empty(await database.ReadAsync(c => c.DeferredFacts.ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_state_copy_keeps_the_newest_version_in_whatever_order_versions_come(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account) = (database.Process(), Guid.CreateVersion7());

        foreach (var version in (long[])[2, 5, 3, 1, 4])
        {
            await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, version, $"v{version}"));
        }

        await Task.WhenAll(Enumerable.Range(6, 4).Reverse().Select(version =>
            process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, version, $"v{version}"))));

        var copy = await database.ReadAsync(c => c.Copies.AsNoTracking().SingleAsync(Cancellation));
        Assert.Equal((9, "v9"), (copy.SourceVersion, copy.Name));
        Assert.Equal(9, await database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_new_epoch_comes_before_every_version_of_an_old_one(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account) = (database.Process(), Guid.CreateVersion7());
        var restored = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddYears(1));

        await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, 9, "before the restore"));
        await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, 4, "as restored"), restored);
        await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, 10, "late, from before"));

        var copy = await database.ReadAsync(c => c.Copies.AsNoTracking().SingleAsync(Cancellation));
        Assert.Equal((restored, 4, "as restored"), (copy.SourceEpoch, copy.SourceVersion, copy.Name));
    }

    [Theory, DatabaseData]
    public async Task One_version_with_two_contents_parks_the_second(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account) = (database.Process(), Guid.CreateVersion7());

        await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, 5, "first"));
        await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, 5, "first")); // Told again: the same digest.
        await process.HandleAsync(Guid.CreateVersion7(), new AccountRenamed(account, 5, "second"));

        Assert.Equal("first", (await database.ReadAsync(c => c.Copies.AsNoTracking().SingleAsync(Cancellation))).Name);
        var parked = Assert.Single(await database.ReadAsync(c => c.DeferredFacts.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal(DeferralState.Parked, parked.State);
        Assert.StartsWith("StateConflictException", parked.Error, StringComparison.Ordinal);
    }
}
