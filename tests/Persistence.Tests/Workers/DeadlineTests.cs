using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;

namespace Oversight.Persistence.Tests.Workers;

public sealed class DeadlineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_term_that_ends_on_a_day_fires_from_the_first_instant_after_it_in_Shanghai(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var due = OfficialTime.EndOf(new DateOnly(2026, 11, 24));
        Assert.Equal(new DateTime(2026, 11, 24, 16, 0, 0, DateTimeKind.Utc), due);
        await SetAsync(database, due);
        var sweeper = Sweeper(database);

        database.Clock.SetUtcNow(new DateTimeOffset(due).AddMicroseconds(-1));
        Assert.Equal(0, await sweeper.SweepAsync(Cancellation));
        database.Clock.SetUtcNow(due);
        Assert.Equal(1, await sweeper.SweepAsync(Cancellation));

        Assert.Equal(1, await EffectsAsync(database));
        Assert.Equal(due, (await ReadAsync(database)).FiredAt);
        Assert.Equal(0, await sweeper.SweepAsync(Cancellation));
    }

    [Theory, DatabaseData]
    public async Task Two_sweepers_at_once_fire_each_deadline_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        for (var i = 0; i < 20; i++)
        {
            await SetAsync(database, LedgerDatabase.Start.UtcDateTime);
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Sweeper(database).SweepAsync(Cancellation), Cancellation)));

        Assert.Equal(20, await EffectsAsync(database));
        Assert.Equal(20, await database.ReadAsync(c => c.Deadlines.CountAsync(d => d.FiredAt != null, Cancellation)));
    }

    [Theory, DatabaseData]
    public async Task A_claim_that_outlived_its_lease_does_not_commit_a_second_time(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await SetAsync(database, LedgerDatabase.Start.UtcDateTime);
        var slow = Sweeper(database, async () =>
        {
            database.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(1, await Sweeper(database).SweepAsync(Cancellation));
        });

        await slow.SweepAsync(Cancellation);

        Assert.Equal(1, await EffectsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_handler_that_fails_leaves_nothing_and_is_called_again_when_the_lease_has_ended(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await SetAsync(database, LedgerDatabase.Start.UtcDateTime);
        var calls = 0;
        var sweeper = Sweeper(database, () => ++calls == 1 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask);

        await sweeper.SweepAsync(Cancellation);
        Assert.Equal(0, await EffectsAsync(database));
        Assert.Equal(0, await sweeper.SweepAsync(Cancellation));
        database.Clock.Advance(TimeSpan.FromSeconds(61));
        await sweeper.SweepAsync(Cancellation);

        Assert.Equal((1, 2), (await EffectsAsync(database), (await ReadAsync(database)).Attempts));
    }

    [Theory, DatabaseData]
    public async Task A_deadline_that_was_called_off_never_fires(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await SetAsync(database, LedgerDatabase.Start.UtcDateTime);
        await SetAsync(database, LedgerDatabase.Start.UtcDateTime.AddHours(1));
        await CancelAllAsync(database);

        database.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await Sweeper(database).SweepAsync(Cancellation));
        Assert.Equal(0, await EffectsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_deadline_that_is_called_off_while_it_fires_has_no_effect(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await SetAsync(database, LedgerDatabase.Start.UtcDateTime);

        await Sweeper(database, () => CancelAllAsync(database)).SweepAsync(Cancellation);

        Assert.Equal(0, await EffectsAsync(database));
        Assert.Null((await ReadAsync(database)).FiredAt);
    }

    [Theory, DatabaseData]
    public async Task A_deadline_that_was_due_before_the_wall_clock_was_set_back_waits_and_is_not_lost(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var due = LedgerDatabase.Start.UtcDateTime.AddMinutes(30);
        await SetAsync(database, due);
        var services = Process(database);
        var before = new DeadlineSweeper<LedgerDbContext>(
            services.GetRequiredService<IServiceScopeFactory>(), new FakeTimeProvider(LedgerDatabase.Start.AddHours(1)),
            NullLogger<DeadlineSweeper<LedgerDbContext>>.Instance);

        Assert.Equal(1, await before.SweepAsync(Cancellation)); // It looks an hour ahead of the instant of the handler.
        Assert.Equal((0, (DateTime?)null), (await EffectsAsync(database), (await ReadAsync(database)).FiredAt));
        database.Clock.SetUtcNow(due);
        await Sweeper(database).SweepAsync(Cancellation);

        Assert.Equal((1, (DateTime?)due), (await EffectsAsync(database), (await ReadAsync(database)).FiredAt));
    }

    private static Task SetAsync(LedgerDatabase database, DateTime due) => database.InScopeAsync(async (services, context) =>
    {
        var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
        context.Deadlines.Add(
            new Deadline
            {
                Id = commit.NewId(), Kind = "account.closes", SubjectId = Guid.CreateVersion7(), DueAt = due, CreatedAt = commit.Now
            });
        return await commit.SaveAsync(Cancellation);
    });

    private static Task CancelAllAsync(LedgerDatabase database) => database.InScopeAsync(async (services, context) =>
    {
        await foreach (var deadline in context.Deadlines.AsAsyncEnumerable().WithCancellation(Cancellation))
        {
            deadline.Cancel(database.Clock.GetUtcNow().UtcDateTime);
        }

        var saved = await services.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation);
        Assert.Null(saved.Error);
        return saved;
    });

    private static DeadlineSweeper<LedgerDbContext> Sweeper(LedgerDatabase database, Func<Task>? inHandler = null) =>
        Process(database, inHandler).GetRequiredService<DeadlineSweeper<LedgerDbContext>>();

    private static IServiceProvider Process(LedgerDatabase database, Func<Task>? inHandler = null) =>
        database.Process(services: services => services
            .AddSingleton(inHandler ?? (() => Task.CompletedTask))
            .AddDeadlineHandler<AccountCloses>("ledger", "account.closes"));

    private static Task<int> EffectsAsync(LedgerDatabase database) => database.ReadAsync(c => c.AuditEntries.CountAsync(Cancellation));

    private static Task<Deadline> ReadAsync(LedgerDatabase database) =>
        database.ReadAsync(c => c.Deadlines.AsNoTracking().SingleAsync(Cancellation));

    private sealed class AccountCloses(Commit<LedgerDbContext> commit, Func<Task> inside) : IDeadlineHandler
    {
        public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
        {
            commit.Record("account.close", "account", deadline.SubjectId, null);
            await inside();
        }
    }
}
