using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;

namespace Oversight.Persistence.Tests.Commits;

public sealed class CommitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task One_save_writes_the_record_its_fact_its_audit_row_and_the_stored_answer(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);

        var result = await OpenAsync(database, "A-1", key: "key-00000001");

        Assert.False(result.IsRefused);
        Assert.Equal((1, 1, 1, 1), await CountsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_refused_save_leaves_nothing_of_its_act_and_the_index_names_the_refusal(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await OpenAsync(database, "A-1", key: "key-00000001");

        var result = await OpenAsync(database, "A-1", key: "key-00000002");

        Assert.Equal(LedgerDbContext.NumberTaken, result.Error);
        Assert.Equal((1, 1, 1, 1), await CountsAsync(database));
    }

    [Theory]
    [DatabaseData("A-1", "B-2")]
    [DatabaseData("A-1", "A-1")]
    public async Task Of_two_commands_with_one_key_at_once_one_takes_effect_and_the_other_is_raced(
        DatabaseRow row, string first, string second)
    {
        // With equal numbers the twin violates the record's own index before its key's: it is raced all the same.
        await using var database = await LedgerDatabase.CreateAsync(row);
        using var both = new Meeting(2);

        var results = await Task.WhenAll(
            new[] { first, second }.Select(number => Task.Run(() => OpenAsync(database, number, "key-00000001", both), Cancellation)));

        Assert.Single(results, r => !r.IsRefused);
        Assert.Equal(CommitErrors.KeyRaced, results.Single(r => r.IsRefused).Error);
        Assert.Equal((1, 1, 1, 1), await CountsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_stale_version_is_refused_and_leaves_nothing(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var id = (await OpenAsync(database, "A-1", key: null)).Value!.Body;

        var results = await RenameTwiceAsync(database, id, key: null);

        Assert.Equal([null, CommitErrors.Stale], results.OrderBy(r => r.IsRefused).Select(r => r.Error));
        Assert.Equal((1, 2, 2, 0), await CountsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_change_that_meets_the_key_of_the_others_history_first_is_stale_too(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var id = (await OpenAsync(database, "A-1", key: null)).Value!.Body;

        var results = await RenameTwiceAsync(database, id, key: null, withHistory: true);

        Assert.Equal([null, CommitErrors.Stale], results.OrderBy(r => r.IsRefused).Select(r => r.Error));
        Assert.Equal((1, 2, 2, 0), await CountsAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_key_that_is_violated_without_a_race_is_a_bug_that_shows_at_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var id = (await OpenAsync(database, "A-1", key: null)).Value!.Body;
        await RenameTwiceAsync(database, id, key: null, withHistory: true);

        await Assert.ThrowsAsync<DbUpdateException>(() => database.InScopeAsync(async (services, context) =>
        {
            (await context.Accounts.SingleAsync(a => a.Id == id, Cancellation)).Rename("x");
            context.Changes.Add(new AccountChange { AccountId = id, Version = 2 });
            return await services.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation);
        }));
    }

    [Theory, DatabaseData]
    public async Task The_twin_of_a_change_under_the_same_key_is_raced_not_stale(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var id = (await OpenAsync(database, "A-1", key: null)).Value!.Body;

        var results = await RenameTwiceAsync(database, id, "key-00000001");

        Assert.Equal([null, CommitErrors.KeyRaced], results.OrderBy(r => r.IsRefused).Select(r => r.Error));
    }

    [Theory, DatabaseData]
    public async Task A_change_that_keeps_the_version_is_a_bug_that_shows_at_once(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var id = (await OpenAsync(database, "A-1", key: null)).Value!.Body;

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.InScopeAsync(async (services, context) =>
        {
            (await context.Accounts.SingleAsync(a => a.Id == id, Cancellation)).RenameWithoutVersion("x");
            return await services.GetRequiredService<Commit<LedgerDbContext>>().SaveAsync(Cancellation);
        }));
    }

    [Theory, DatabaseData]
    public async Task An_instant_comes_back_in_UTC_cut_to_microseconds(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var at = new DateTime(2026, 11, 24, 1, 2, 3, DateTimeKind.Utc).AddTicks(1_234_567);
        var fact = LedgerDatabase.Fact(Guid.CreateVersion7(), 1) with { At = at };

        await database.Process().HandleAsync(Guid.CreateVersion7(), fact);

        var stored = (await database.ReadAsync(c => c.Postings.AsNoTracking().SingleAsync(Cancellation))).At;
        Assert.Equal((UtcDateTimeConverter.ToStored(at), DateTimeKind.Utc), (stored, stored.Kind));
        Assert.Equal(1_234_560, stored.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal(1, await database.ReadAsync(c => c.Postings.CountAsync(p => p.At == stored && p.At <= at, Cancellation)));
        Assert.Throws<InvalidOperationException>(() => UtcDateTimeConverter.ToStored(DateTime.SpecifyKind(at, DateTimeKind.Local)));
    }

    private static Task<Result<Reply<Guid>>> OpenAsync(LedgerDatabase database, string number, string? key, Meeting? before = null) =>
        database.InScopeAsync(async (services, context) =>
        {
            var act = services.GetRequiredService<ActScope>();
            (act.ActorId, act.Idempotency) = ("clerk", key is null ? null : new IdempotencyKey("clerk", key, "fingerprint"));
            var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
            var account = new Account { Id = commit.NewId(), Number = number };
            context.Accounts.Add(account);
            commit.Announce(new AccountRenamed(account.Id, 1, ""), account.Id, 1);
            commit.Record("account.open", "account", account.Id, 1);
            await (before?.ArriveAsync() ?? Task.CompletedTask);
            return await commit.SaveAsync(Reply.Created(account.Id, $"/accounts/{account.Id}", 1), Cancellation);
        });

    private static async Task<Result<Reply<Guid>>[]> RenameTwiceAsync(
        LedgerDatabase database, Guid id, string? key, bool withHistory = false)
    {
        using var both = new Meeting(2);
        return await Task.WhenAll(Enumerable.Range(1, 2).Select(n => Task.Run(
            () => database.InScopeAsync(async (services, context) =>
            {
                var account = await context.Accounts.SingleAsync(a => a.Id == id, Cancellation);
                await both.ArriveAsync();
                services.GetRequiredService<ActScope>().Idempotency = key is null
                    ? null : new IdempotencyKey("clerk", key, "fingerprint");
                var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
                account.Rename($"n{n}");
                if (withHistory)
                {
                    context.Changes.Add(new AccountChange { AccountId = id, Version = account.Version });
                }

                commit.Announce(new AccountRenamed(id, account.Version, account.Name), id, account.Version);
                commit.Record("account.rename", "account", id, account.Version);
                return await commit.SaveAsync(Reply.Ok(id, account.Version), Cancellation);
            }),
            Cancellation)));
    }

    private static Task<(int Accounts, int Facts, int Audit, int Answers)> CountsAsync(LedgerDatabase database) =>
        database.ReadAsync(async c => (
            await c.Accounts.CountAsync(Cancellation), await c.Outbox.CountAsync(Cancellation),
            await c.AuditEntries.CountAsync(Cancellation), await c.IdempotentAnswers.CountAsync(Cancellation)));
}
