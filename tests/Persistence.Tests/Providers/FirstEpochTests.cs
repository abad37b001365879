using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Copies;

namespace Oversight.Persistence.Tests.Providers;

/// <summary>The first epoch of a database begins with its tables.</summary>
public sealed class FirstEpochTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Processes_that_migrate_at_once_begin_one_also_where_a_kill_left_none(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        Assert.Equal(1, (await database.ReadAsync(c => c.Epochs.SingleAsync(Cancellation))).Ordinal);

        // As if the process had been killed after the last migration.
        await database.ReadAsync(c => c.Epochs.ExecuteDeleteAsync(Cancellation));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.InScopeAsync(async (_, context) =>
        {
            await DatabaseSchema.MigrateAsync(database.Location, context, database.Clock, Cancellation);
            return true;
        })));

        Assert.Equal(1, (await database.ReadAsync(c => c.Epochs.SingleAsync(Cancellation))).Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Without_one_nothing_is_announced_and_the_reason_is_said(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await database.ReadAsync(c => c.Epochs.ExecuteDeleteAsync(Cancellation));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => database.AnnounceAsync(Guid.CreateVersion7(), 1));

        Assert.Contains("migrate", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await database.OutboxAsync());
        Assert.Contains(
            "migrate", await database.InScopeAsync((_, context) => DatabaseSchema.UnmetAsync(database.Location, context, Cancellation)),
            StringComparison.Ordinal);
    }
}
