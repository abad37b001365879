using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Tests.Workers;

public sealed class LeaseTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private static readonly DateTime Now = LedgerDatabase.Start.UtcDateTime;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Of_ten_that_ask_at_once_exactly_one_gets_the_lease(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => Task.Run(() => TakeAsync(database, $"worker-{n}", Now), Cancellation)));

        Assert.Single(taken, t => t);
    }

    [Theory, DatabaseData]
    public async Task A_lease_is_prolonged_by_its_owner_and_free_to_others_only_after_its_end(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        Assert.True(await TakeAsync(database, "a", Now));
        Assert.True(await TakeAsync(database, "a", Now.AddSeconds(20)));

        Assert.False(await TakeAsync(database, "b", Now.AddSeconds(31)));
        Assert.False(await TakeAsync(database, "b", Now.AddSeconds(50)));
        Assert.True(await TakeAsync(database, "b", Now.AddSeconds(50).AddMicroseconds(1)));
        Assert.False(await TakeAsync(database, "a", Now.AddSeconds(51)));
    }

    [Theory, DatabaseData]
    public async Task A_lease_that_was_given_back_is_free_at_once_and_one_of_another_stays(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        Assert.True(await TakeAsync(database, "a", Now));

        await database.ReadAsync(c => Lease.GiveBackAsync(c, "b", Cancellation));
        Assert.False(await TakeAsync(database, "b", Now));
        await database.ReadAsync(c => Lease.GiveBackAsync(c, "a", Cancellation));
        Assert.True(await TakeAsync(database, "b", Now));
    }

    [Theory, DatabaseData]
    public async Task A_lease_that_a_clock_ahead_wrote_is_free_but_one_of_a_clock_slightly_ahead_is_not(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        Assert.True(await TakeAsync(database, "a", Now.AddSeconds(29)));
        Assert.False(await TakeAsync(database, "b", Now));
        Assert.True(await TakeAsync(database, "a", Now.AddHours(1)));
        Assert.True(await TakeAsync(database, "b", Now));
    }

    private static Task<bool> TakeAsync(LedgerDatabase database, string owner, DateTime now) =>
        database.ReadAsync(c => Lease.TryTakeAsync(c, Lease.AuditSealer, owner, now, Duration, Cancellation));
}
