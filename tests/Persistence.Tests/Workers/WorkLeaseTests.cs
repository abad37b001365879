using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Tests.Workers;

/// <summary>The lease of one row of work, by the rows of deadlines.</summary>
public sealed class WorkLeaseTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private static readonly DateTime Now = LedgerDatabase.Start.UtcDateTime;
    private static readonly Guid Work = Guid.CreateVersion7(LedgerDatabase.Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Of_ten_workers_at_the_same_moment_one_acquires_the_row(DatabaseRow row)
    {
        await using var database = await WithWorkAsync(row);

        var acquired = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => Task.Run(() => AcquireAsync(database, $"worker-{n}", Now), Cancellation)));

        Assert.Single(acquired, a => a);
    }

    [Theory, DatabaseData]
    public async Task A_row_is_its_owners_until_the_lease_expires(DatabaseRow row)
    {
        await using var database = await WithWorkAsync(row);
        Assert.Equal(1, await UnleasedAsync(database, Now));
        Assert.True(await AcquireAsync(database, "a", Now));
        Assert.True(await AcquireAsync(database, "a", Now.AddSeconds(10)));
        Assert.True(await ProlongAsync(database, "a", Now.AddSeconds(20)));

        Assert.Equal(0, await UnleasedAsync(database, Now.AddSeconds(50)));
        Assert.False(await AcquireAsync(database, "b", Now.AddSeconds(50)));
        Assert.True(await AcquireAsync(database, "b", Now.AddSeconds(50).AddMicroseconds(1)));
        Assert.False(await ProlongAsync(database, "a", Now.AddSeconds(51)));
    }

    [Theory, DatabaseData]
    public async Task A_lease_of_a_clock_that_was_set_back_is_free_and_one_of_a_clock_slightly_ahead_is_not(DatabaseRow row)
    {
        await using var database = await WithWorkAsync(row);
        Assert.True(await AcquireAsync(database, "a", Now.AddSeconds(29)));
        Assert.Equal(0, await UnleasedAsync(database, Now));
        Assert.False(await AcquireAsync(database, "b", Now));

        Assert.True(await AcquireAsync(database, "a", Now.AddHours(1)));
        Assert.Equal(1, await UnleasedAsync(database, Now));
        Assert.True(await AcquireAsync(database, "b", Now));
    }

    private static async Task<LedgerDatabase> WithWorkAsync(DatabaseRow row)
    {
        var database = await LedgerDatabase.CreateAsync(row);
        await database.ReadAsync(context =>
        {
            context.Deadlines.Add(new Deadline { Id = Work, Kind = "work", SubjectId = Work, DueAt = Now, CreatedAt = Now });
            return context.SaveChangesAsync(Cancellation);
        });
        return database;
    }

    private static Task<bool> AcquireAsync(LedgerDatabase database, string owner, DateTime now) =>
        database.ReadAsync(context => context.Deadlines.TryAcquireAsync(Work, owner, now, Duration, Cancellation));

    private static Task<bool> ProlongAsync(LedgerDatabase database, string owner, DateTime now) =>
        database.ReadAsync(context => context.Deadlines.ProlongAsync(Work, owner, now, Duration, Cancellation));

    private static Task<int> UnleasedAsync(LedgerDatabase database, DateTime now) =>
        database.ReadAsync(context => context.Deadlines.Unleased(now, Duration).CountAsync(Cancellation));
}
