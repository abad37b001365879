using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Tests.Commits;

/// <summary>Messages that wait while others are taken, and then take effect in one transaction.</summary>
public sealed class InboxBatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task What_waits_takes_effect_in_one_transaction(DatabaseRow row)
    {
        await using var waiting = await Waiting.StartAsync(row);
        var facts = Enumerable.Range(1, 10).Select(_ => LedgerDatabase.Fact(Guid.CreateVersion7(), 1)).ToList();

        var taken = facts.ConvertAll(fact => waiting.Take(fact));
        await waiting.GoAsync(taken);

        Assert.Equal(11, await waiting.Database.ReadAsync(c => c.Postings.CountAsync(Cancellation)));
        Assert.Equal(11, await waiting.Database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
        Assert.Equal(2, waiting.Commits); // That of the first, and one.
    }

    [Theory, DatabaseData]
    public async Task One_that_fails_is_parked_and_the_others_take_effect(DatabaseRow row)
    {
        await using var waiting = await Waiting.StartAsync(row);
        var facts = Enumerable.Range(1, 6).Select(_ => LedgerDatabase.Fact(Guid.CreateVersion7(), 1)).ToList();
        waiting.Faults.For(facts[3].AccountId, (_, _) => throw new InvalidOperationException("A bug."));

        await waiting.GoAsync(facts.ConvertAll(fact => waiting.Take(fact)));

        Assert.Equal(facts.Where((_, i) => i != 3).Select(f => f.AccountId).Append(waiting.First).Order(), await AccountsAsync(waiting));
        Assert.Equal(7, await waiting.Database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
        var parked = Assert.Single(await waiting.Database.ReadAsync(c => c.DeferredFacts.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal((DeferralState.Parked, "InvalidOperationException: A bug.", 1), (parked.State, parked.Error, parked.Attempts));
        Assert.Equal(1 + 5, waiting.Faults.CallsFor(facts[3].AccountId)); // Once with the others, then alone.
    }

    [Theory, DatabaseData]
    public async Task One_that_is_out_of_order_is_kept_and_lets_the_others_be(DatabaseRow row)
    {
        await using var waiting = await Waiting.StartAsync(row);
        var facts = Enumerable.Range(1, 6).Select(_ => LedgerDatabase.Fact(Guid.CreateVersion7(), 1)).ToList();
        waiting.Faults.For(facts[3].AccountId, (_, _) => throw new OutOfOrderException("account/other"));

        await waiting.GoAsync(facts.ConvertAll(fact => waiting.Take(fact)));

        Assert.Equal(facts.Where((_, i) => i != 3).Select(f => f.AccountId).Append(waiting.First).Order(), await AccountsAsync(waiting));
        Assert.All(facts.Where((_, i) => i != 3), fact => Assert.Equal(1, waiting.Faults.CallsFor(fact.AccountId)));
        Assert.Equal(3, waiting.Commits); // That of the first, that of the others, and that of the row which waits.
        var pending = Assert.Single(await waiting.Database.ReadAsync(c => c.DeferredFacts.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal((DeferralState.Pending, "account/other"), (pending.State, pending.Awaits));
    }

    [Theory, DatabaseData]
    public async Task Repeats_are_dropped_those_in_the_same_transaction_too(DatabaseRow row)
    {
        await using var waiting = await Waiting.StartAsync(row);
        var (before, fact) = (Guid.CreateVersion7(), LedgerDatabase.Fact(Guid.CreateVersion7(), 1));
        await waiting.Database.Process().HandleAsync(before, LedgerDatabase.Fact(fact.AccountId, 2));

        var id = Guid.CreateVersion7();
        await waiting.GoAsync(
            [
                waiting.Take(fact, id), waiting.Take(LedgerDatabase.Fact(fact.AccountId, 2), before), waiting.Take(fact, id),
                waiting.Take(fact, id)]);

        Assert.Equal(
            [1L, 2L], await waiting.Database.ReadAsync(
                c => c.Postings.Where(p => p.AccountId == fact.AccountId).Select(p => p.Ordinal).Order().ToListAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task Rows_are_kept_by_the_newest_fact_whatever_lies_between_and_however_often_one_row_is_meant(DatabaseRow row)
    {
        await using var waiting = await Waiting.StartAsync(row);
        Guid[] accounts = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
        await waiting.Database.Process().HandleAsync(Guid.CreateVersion7(), new AccountRenamed(accounts[2], 4, "v4"));

        List<Task> taken = [];
        foreach (var version in (long[])[2, 5, 3, 1, 6])
        {
            taken.AddRange(accounts.Select(account => waiting.Take(new AccountRenamed(account, version, $"v{version}"))));
            taken.Add(waiting.Take(LedgerDatabase.Fact(accounts[0], version)));
        }

        await waiting.GoAsync(taken);

        var copies = await waiting.Database.ReadAsync(c => c.Copies.AsNoTracking().ToListAsync(Cancellation));
        Assert.Equal(accounts.Order(), copies.Select(copy => copy.AccountId).Order());
        Assert.All(copies, copy => Assert.Equal((6, "v6"), (copy.SourceVersion, copy.Name)));
        Assert.Equal(5, await waiting.Database.ReadAsync(c => c.Postings.CountAsync(p => p.AccountId == accounts[0], Cancellation)));
        Assert.Equal(2, waiting.Commits); // That of the first, and one.
    }

    [Theory, DatabaseData]
    public async Task A_commit_that_fails_leaves_nothing_and_each_takes_effect_by_itself(DatabaseRow row)
    {
        await using var waiting = await Waiting.StartAsync(row, failCommit: true);
        var facts = Enumerable.Range(1, 5).Select(_ => LedgerDatabase.Fact(Guid.CreateVersion7(), 1)).ToList();

        await waiting.GoAsync(facts.ConvertAll(fact => waiting.Take(fact)));

        Assert.Equal(facts.Select(f => f.AccountId).Append(waiting.First).Order(), await AccountsAsync(waiting));
        Assert.Equal(6, await waiting.Database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task The_same_messages_on_two_replicas_at_once_take_effect_once_each(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var replicas = new[] { database.Process(), database.Process() };
        var account = Guid.CreateVersion7();
        var messages = Enumerable.Range(1, 60)
            .Select(
                i => (Id: Guid.CreateVersion7(), Fact: i % 2 == 0
                    ? (object)LedgerDatabase.Fact(account, i) : new AccountRenamed(account, i, $"v{i}"))).ToList();

        await Task.WhenAll(
            replicas.SelectMany(replica => messages.Select(message => Task.Run(() => replica.HandleAsync(message.Id, message.Fact)))));

        Assert.Equal(
            messages.Where(m => m.Fact is AmountPosted).Select(m => ((AmountPosted)m.Fact).Ordinal),
            await database.ReadAsync(c => c.Postings.Select(p => p.Ordinal).Order().ToListAsync(Cancellation)));
        Assert.Equal(
            (59, "v59"), await database.ReadAsync(
                async c => (await c.Copies.SingleAsync(Cancellation)) is var copy ? (copy.SourceVersion, copy.Name) : default));
        Assert.Equal(60, await database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));
    }

    private static Task<List<Guid>> AccountsAsync(Waiting waiting) =>
        waiting.Database.ReadAsync(c => c.Postings.Select(p => p.AccountId).Order().ToListAsync(Cancellation));

    /// <summary>
    /// A process whose one lane is held by a first message until <see cref="GoAsync"/>, so that all others wait together.
    /// </summary>
    private sealed class Waiting : IAsyncDisposable
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CountedCommits _commits;
        private readonly ServiceProvider _process;
        private Task _first = Task.CompletedTask;

        private Waiting(LedgerDatabase database, bool failCommit)
        {
            Database = database;
            _commits = new CountedCommits(failCommit);
            _process = database.Process(
                interceptor: _commits, services: all => all.Configure<InboxOptions>(inbox => (inbox.Lanes, inbox.MostTogether) = (1, 32)));
        }

        public LedgerDatabase Database { get; }

        public Guid First { get; } = Guid.CreateVersion7();

        public ConsumerFaults Faults => _process.GetRequiredService<ConsumerFaults>();

        public int Commits => _commits.Number;

        public static async Task<Waiting> StartAsync(DatabaseRow row, bool failCommit = false)
        {
            var waiting = new Waiting(await LedgerDatabase.CreateAsync(row), failCommit);
            waiting.Faults.For(waiting.First, (_, cancellation) => waiting._release.Task.WaitAsync(cancellation));
            waiting._first = waiting.Take(LedgerDatabase.Fact(waiting.First, 1));
            await Eventually.BecomesTrueAsync(() => waiting.Faults.CallsFor(waiting.First) > 0, Limit, "the first holds the lane");
            return waiting;
        }

        public Task Take(object fact, Guid? id = null) => _process.HandleAsync(id ?? Guid.CreateVersion7(), fact);

        public async Task GoAsync(List<Task> taken)
        {
            _release.SetResult();
            await Task.WhenAll([_first, .. taken]).WaitAsync(Limit, Cancellation);
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    /// <summary>Counts commits, and can let the second fail: the first that is of more than one message.</summary>
    private sealed class CountedCommits(bool failSecond) : DbTransactionInterceptor
    {
        private int _asked;

        public int Number { get; private set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            ++_asked == 2 && failSecond ? throw new InvalidOperationException("The commit fails.") : ValueTask.FromResult(result);

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Number++;
            return Task.CompletedTask;
        }
    }
}
