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

        await Inboxes.TakeOnceAsync(process, id, fact);
        await Inboxes.TakeOnceAsync(process, id, fact);

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

        await Task.WhenAll(replicas.Select(replica => Inboxes.TakeOnceAsync(replica, id, fact)));

        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Equal(1, await database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_consumer_that_fails_after_its_changes_leaves_nothing_and_succeeds_when_the_message_comes_again(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, id, fact) = (database.Process(), Guid.CreateVersion7(), LedgerDatabase.Fact(Guid.CreateVersion7(), 1));
        process.GetRequiredService<ConsumerFaults>().For(fact.AccountId, (call, _) => call == 1 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Inboxes.TakeOnceAsync(process, id, fact));
        Assert.Equal(0, await database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Equal(0, await database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
        await Inboxes.TakeOnceAsync(process, id, fact);

        var posting = Assert.Single(await database.ReadAsync(c => c.Postings.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal((fact.AmountFen, fact.PostedOn, fact.At), (posting.AmountFen, posting.PostedOn, posting.At));
    }

    [Theory, DatabaseData]
    public async Task A_state_copy_keeps_the_newest_version_in_whatever_order_versions_come(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var (process, account) = (database.Process(), Guid.CreateVersion7());

        foreach (var version in (long[])[2, 5, 3, 1, 4])
        {
            await Inboxes.TakeAsync(process, Guid.CreateVersion7(), new AccountRenamed(account, version, $"v{version}"));
        }

        await Task.WhenAll(Enumerable.Range(6, 4).Reverse().Select(version =>
            Inboxes.TakeAsync(process, Guid.CreateVersion7(), new AccountRenamed(account, version, $"v{version}"))));

        var copy = await database.ReadAsync(c => c.Copies.AsNoTracking().SingleAsync(Cancellation));
        Assert.Equal((9, "v9"), (copy.Version, copy.Name));
        Assert.Equal(9, await database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
    }
}
