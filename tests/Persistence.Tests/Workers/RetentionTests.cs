using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Tests.Workers;

public sealed class RetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Only_what_is_past_its_retention_is_deleted(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var now = LedgerDatabase.Start.UtcDateTime;
        var (past, kept) = (now.AddDays(-7).AddSeconds(-1), now.AddDays(-7).AddSeconds(1));
        var partitions = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var partition in partitions)
        {
            await database.AnnounceAsync(partition, 1);
        }

        await PublishAsync(database, partitions[0], past, null);
        await PublishAsync(database, partitions[1], kept, null);
        await PublishAsync(database, partitions[2], null, past);
        await database.ReadAsync(c =>
        {
            c.Inbox.AddRange(Taken("ledger.old", now.AddDays(-60).AddSeconds(-1)), Taken("ledger.young", now.AddDays(-60).AddSeconds(1)));
            c.IdempotentAnswers.AddRange(Answer("key-of-the-past", past), Answer("key-that-stays", kept));
            return c.SaveChangesAsync(Cancellation);
        });
        var retention = database.Process().GetRequiredService<Retention<LedgerDbContext>>();

        Assert.Equal(3, await retention.SweepAsync(Cancellation));
        Assert.Equal(0, await retention.SweepAsync(Cancellation));

        Assert.Equal(partitions.Skip(1).Order(), (await database.OutboxAsync()).Select(m => m.Partition).Order());
        Assert.Equal("ledger.young", (await database.ReadAsync(c => c.Inbox.AsNoTracking().SingleAsync(Cancellation))).Consumer);
        Assert.Equal(
            "key-that-stays", (await database.ReadAsync(c => c.IdempotentAnswers.AsNoTracking().SingleAsync(Cancellation))).KeyHash);
    }

    [Theory, DatabaseData]
    public async Task More_than_one_portion_goes_in_one_sweep_and_only_one_replica_sweeps(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await database.ReadAsync(c =>
        {
            c.Inbox.AddRange(Enumerable.Range(0, 1200).Select(_ => Taken("ledger.old", LedgerDatabase.Start.UtcDateTime.AddDays(-90))));
            return c.SaveChangesAsync(Cancellation);
        });

        var first = database.Process().GetRequiredService<Retention<LedgerDbContext>>();
        var second = database.Process().GetRequiredService<Retention<LedgerDbContext>>();

        Assert.Equal(1200, await first.SweepAsync(Cancellation));
        Assert.Equal(0, await second.SweepAsync(Cancellation));
    }

    private static InboxMessage Taken(string consumer, DateTime at) =>
        new() { MessageId = Guid.CreateVersion7(), Consumer = consumer, ConsumedAt = at };

    private static IdempotentAnswer Answer(string key, DateTime at) =>
        new() { Caller = "clerk", KeyHash = key, RequestHash = "f", Status = 200, AnswerCipher = [], CreatedAt = at };

    private static Task<int> PublishAsync(LedgerDatabase database, Guid partition, DateTime? published, DateTime? parked) =>
        database.ReadAsync(c => c.Outbox
            .Where(m => m.Partition == partition)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.PublishedAt, published).SetProperty(m => m.ParkedAt, parked), Cancellation));
}
