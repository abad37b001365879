using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Audit;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Tests.Keys;

/// <summary>A rotation finds everything that is encrypted, changes no record, and can be stopped anywhere.</summary>
public sealed class KeyRotationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Everything_is_encrypted_anew_no_version_changes_and_the_old_key_can_go(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var live = await database.StartedAsync();
        var before = live.KeysOf().Current.Id;
        var ids = new List<Guid>();
        for (var n = 0; n < 450; n++)
        {
            ids.Add(await live.OpenAsync($"{n}", $"所有人{n}"));
        }

        var photo = await live.Store().PutAsync("a photo"u8.ToArray(), Cancellation);
        using var output = new StringWriter();

        Assert.True(await database.Process().Rotator().RotateAsync(output, Cancellation), output.ToString());

        Assert.Contains(
            $"nothing needs {before} any more. Move it from keys/ledger.{before}.key to the safe", output.ToString(),
            StringComparison.Ordinal);
        File.Move(database.FileOf($"ledger.{before}.key"), Path.Combine(database.Keys.DataFolder, "safe"));
        var fresh = await database.StartedAsync();
        Assert.Null(fresh.KeysOf().Unmet);
        Assert.NotEqual(before, fresh.KeysOf().Current.Id);
        await AssertWholeAsync(fresh, ids);
        Assert.Equal("a photo"u8.ToArray(), await fresh.Store().ReadAsync(photo, Cancellation));
        Assert.All(
            await database.ReadAsync(c => c.Accounts.Select(a => a.Version).ToListAsync(Cancellation)),
            version => Assert.Equal(1, version));
        var acts = await database.ReadAsync(
            c => c.AuditEntries.Where(a => a.Subject == "key").OrderBy(a => a.Id).Select(a => a.Act).Take(10).ToListAsync(Cancellation));
        Assert.Equal(["keys.rotate", "keys.rotated"], acts);
        Assert.Empty((await database.ReadAsync(c => AuditVerifier.VerifyAsync(c, Cancellation))).Faults);
    }

    [Theory, DatabaseData]
    public async Task What_the_service_writes_meanwhile_is_never_overwritten_and_found_later(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var live = await database.StartedAsync();
        var before = live.KeysOf().Current.Id;
        var id = await live.OpenAsync("1", "先");
        var old = live.KeysOf().Protect(Account.OwnerOf(id), "后");
        // Between the reading of a row and its change, once: the service saves a new owner, with the key that it still has.
        var step = new BeforeUpdate(() => live.InAsync(async c =>
        {
            var account = await c.Accounts.SingleAsync(a => a.Id == id, Cancellation);
            account.OwnerCipher = old;
            account.Rename("renamed");
            await c.SaveChangesAsync(Cancellation);
            return true;
        }));
        using var output = new StringWriter();

        Assert.True(await database.Process(interceptor: step).Rotator().RotateAsync(output, Cancellation), output.ToString());

        Assert.True(step.IsDone);
        var account = await database.ReadAsync(c => c.Accounts.AsNoTracking().SingleAsync(Cancellation));
        var fresh = await database.StartedAsync();
        Assert.Equal(
            ("后", 2L, "renamed"), (fresh.KeysOf().Reveal(Account.OwnerOf(id), account.OwnerCipher), account.Version, account.Name));
        Assert.NotEqual(before, SealedValue.KeyOf(account.OwnerCipher!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(14)]
    public async Task A_rotation_that_is_stopped_anywhere_reads_meanwhile_and_goes_on_where_it_was(int stopAt)
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        var ids = new List<Guid>();
        for (var n = 0; n < 600; n++)
        {
            ids.Add(await live.OpenAsync($"{n}", $"所有人{n}"));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var stopping = new StopAtStatement(stopAt, stop);
        using var output = new StringWriter();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => database.Process(interceptor: stopping).Rotator().RotateAsync(output, stop.Token));

        // The service that runs knows neither that there is a new key nor that half of its rows have it; a new process the same.
        await AssertReadableAsync(live, ids);
        await AssertReadableAsync(await database.StartedAsync(), ids);
        var halfway = await CurrentAsync(database);
        Assert.True(await database.Process().Rotator().RotateAsync(output, Cancellation), output.ToString());
        await AssertWholeAsync(await database.StartedAsync(), ids);
        Assert.True(
            halfway is null || halfway == (await database.StartedAsync()).KeysOf().Current.Id,
            "Going on took another key than the run began with.");
        Assert.Equal(
            2, Directory.GetFiles(Path.GetDirectoryName(database.FileOf())!, "ledger*.key").Count(
                file => !file.Contains("fingerprint", StringComparison.Ordinal)));
        Assert.Equal(1, await database.ReadAsync(c => c.Set<KeyRotationRun>().CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_service_that_runs_writes_with_the_new_key_as_soon_as_it_looks_at_its_file()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        var before = live.KeysOf().Current.Id;
        await database.Process().Rotator().RotateAsync(TextWriter.Null, Cancellation);

        Assert.Equal(before, live.KeysOf().Current.Id);
        Assert.Null(await live.KeysOf().RefreshAsync(Cancellation));
        Assert.NotEqual(before, live.KeysOf().Current.Id);
    }

    [Fact]
    public async Task With_configured_keys_the_command_takes_the_new_one_and_says_when_the_old_one_may_go()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        await database.ReadAsync(c => c.Set<KeyCheck>().ExecuteDeleteAsync(Cancellation));
        var first = database.Keys with { Key = KeysOfLedger.Text(1), FingerprintKey = KeysOfLedger.Text(2) };
        var both = first with { Key = KeysOfLedger.Text(3), OldKeys = KeysOfLedger.Text(1) };
        var ids = new List<Guid>();
        foreach (var (keys, owner) in new[] { (first, "甲"), (both, "乙") })
        {
            var process = database.Process(keys: keys);
            await DatabaseSchema.IntroduceKeysAsync(process.KeysOf(), database.Clock, Cancellation);
            ids.Add(await process.OpenAsync(owner, owner));
        }

        using var output = new StringWriter();
        Assert.True(await database.Process(keys: both).Rotator().RotateAsync(output, Cancellation), output.ToString());

        Assert.Contains(
            $"nothing needs {KeysOfLedger.IdOf(KeysOfLedger.Text(1))} any more. Move it from Oversight:OldPersonalDataKeys",
            output.ToString(), StringComparison.Ordinal);
        var alone = await database.StartedAsync(both with { OldKeys = null });
        Assert.Null(alone.KeysOf().Unmet);
        await AssertReadableAsync(alone, ids);
        Assert.Contains(
            "was taken out of use", (await database.StartedAsync(both with { Key = first.Key, OldKeys = both.Key })).KeysOf().Unmet,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_does_not_open_is_named_and_no_key_is_taken_out_of_use()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        var (one, two) = (await live.OpenAsync("1", "甲"), await live.OpenAsync("2", "乙"));
        var moved = await live.InAsync(c => c.Accounts.Where(a => a.Id == one).Select(a => a.OwnerCipher).SingleAsync(Cancellation));
        await live.InAsync(
            c => c.Accounts.Where(a => a.Id == two).ExecuteUpdateAsync(set => set.SetProperty(a => a.OwnerCipher, moved), Cancellation));
        using var output = new StringWriter();

        Assert.False(await database.Process().Rotator().RotateAsync(output, Cancellation));

        Assert.Contains($"DOES NOT OPEN accounts [\"{two}\"]", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing needs", output.ToString(), StringComparison.Ordinal);
        Assert.All(await database.ReadAsync(c => c.Set<KeyCheck>().ToListAsync(Cancellation)), check => Assert.True(check.IsNeeded));
    }

    [Fact]
    public async Task Two_rotations_at_the_same_time_are_one()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        await live.OpenAsync("1", "甲");
        var second = new StringWriter();
        var outcome = true;
        var step = new BeforeUpdate(async () => outcome = await database.Process().Rotator().RotateAsync(second, Cancellation));

        Assert.True(await database.Process(interceptor: step).Rotator().RotateAsync(TextWriter.Null, Cancellation));

        Assert.False(outcome);
        Assert.Contains("another process rotates these keys", second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashes_are_found_under_every_key_and_an_answer_is_repeated_after_the_key_was_replaced()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        var before = live.KeysOf().Fingerprint("purpose", "text");
        await live.OpenAsync("1", "甲");

        Assert.True(await database.Process().Rotator().RotateFingerprintsAsync(TextWriter.Null, Cancellation));
        var fresh = await database.StartedAsync();

        Assert.Null(fresh.KeysOf().Unmet);
        var hashes = fresh.KeysOf().Fingerprints("purpose", "text");
        Assert.Equal(before, hashes[1]);
        Assert.NotEqual(before, hashes[0]);
        var stored = await fresh.InAsync(c => IdempotentAnswer.FindAsync(c, fresh.KeysOf(), "clerk", "key-1", Cancellation));
        Assert.True(stored!.IsOf(fresh.KeysOf(), "POST /accounts 1"));
        Assert.False(stored.IsOf(fresh.KeysOf(), "POST /accounts 2"));
        Assert.Equal(("/accounts/1", "\"甲\""), (stored.Open(fresh.KeysOf()).Location, stored.Open(fresh.KeysOf()).Body));
        File.Delete(Directory.GetFiles(Path.GetDirectoryName(database.FileOf())!, "ledger.fingerprint.*.key").Single());
        Assert.Contains("is missing", (await database.StartedAsync()).KeysOf().Unmet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_declared_lost_ends_what_it_encrypted_and_the_service_goes_on()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        var (lost, id) = (live.KeysOf().Current.Id, await live.OpenAsync("1", "甲"));
        Assert.False(await database.Process().Rotator().DeclareLostAsync(lost, "a mistake", TextWriter.Null, Cancellation));
        File.Delete(database.FileOf());
        using var output = new StringWriter();

        Assert.True(
            await database.Process().Rotator()
                .DeclareLostAsync(lost, "the disk of the keys burnt, decided by the director", output, Cancellation), output.ToString());

        var fresh = await database.StartedAsync();
        Assert.Null(fresh.KeysOf().Unmet);
        await fresh.OpenAsync("2", "乙");
        var cipher = await fresh.InAsync(c => c.Accounts.Where(a => a.Id == id).Select(a => a.OwnerCipher).SingleAsync(Cancellation));
        Assert.Throws<KeyLostException>(() => fresh.KeysOf().Reveal(Account.OwnerOf(id), cipher));
        Assert.True(await database.Process().Rotator().RotateAsync(output, Cancellation), output.ToString());
        var audited = await database.ReadAsync(c => c.AuditEntries.SingleAsync(a => a.Act == "keys.declare_lost", Cancellation));
        Assert.Contains("decided by the director", audited.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_counts_what_is_encrypted_with_which_key()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var live = await database.StartedAsync();
        await live.OpenAsync("1", "甲");
        await live.Store().PutAsync("a photo"u8.ToArray(), Cancellation);
        using var output = new StringWriter();

        Assert.True(await database.Process().Rotator().ListAsync(output, Cancellation));

        Assert.Contains(
            $"ledger: encryption key {live.KeysOf().Current.Id} of 2026-11-24: current, 3 values and files", output.ToString(),
            StringComparison.Ordinal);
        Assert.EndsWith("ledger: the keys are those of the database", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    private static async Task<string?> CurrentAsync(LedgerDatabase database) =>
        await database.ReadAsync(
            c => c.Set<KeyRotationRun>().Where(r => r.EndedAt == null).Select(r => r.KeyId).SingleOrDefaultAsync(Cancellation));

    private static async Task AssertWholeAsync(IServiceProvider process, List<Guid> ids)
    {
        await AssertReadableAsync(process, ids);
        var current = process.KeysOf().Current.Id;
        var answers = await process.InAsync(c => c.IdempotentAnswers.AsNoTracking().ToListAsync(Cancellation));
        Assert.Equal(ids.Count, answers.Count);
        Assert.All(answers, answer => Assert.Equal(current, SealedValue.KeyOf(answer.AnswerCipher)));
        Assert.All(
            await process.InAsync(c => c.Accounts.Select(a => a.OwnerCipher!).ToListAsync(Cancellation)),
            cipher => Assert.Equal(current, SealedValue.KeyOf(cipher)));
    }

    private static async Task AssertReadableAsync(IServiceProvider process, List<Guid> ids)
    {
        var accounts = await process.InAsync(
            c => c.Accounts.AsNoTracking().Select(a => new { a.Id, a.OwnerCipher }).ToListAsync(Cancellation));
        Assert.Equal(ids.Count, accounts.Count);
        Assert.All(accounts, account => Assert.NotEmpty(process.KeysOf().Reveal(Account.OwnerOf(account.Id), account.OwnerCipher)!));
    }

    /// <summary>Does something once, before the first UPDATE of an account's owner.</summary>
    private sealed class BeforeUpdate(Func<Task> step) : DbCommandInterceptor
    {
        public bool IsDone { get; private set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            // A step that writes needs the one writer of SQLite: it comes while the batch has read and not yet changed anything.
            if (!IsDone && command.CommandText.Contains("owner_cipher", StringComparison.Ordinal) && command.Transaction is null)
            {
                IsDone = true;
                await step();
            }

            return result;
        }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (!IsDone && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
                && command.CommandText.Contains("owner_cipher", StringComparison.Ordinal))
            {
                IsDone = true;
                await step();
            }

            return result;
        }
    }

    /// <summary>Stops the command at a statement of it.</summary>
    private sealed class StopAtStatement(int number, CancellationTokenSource stop) : DbCommandInterceptor
    {
        private int _seen;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            // One that belongs to a batch of values, so that the stop comes at every stage of it.
            if (command.CommandText.Contains("_cipher", StringComparison.Ordinal) && ++_seen == (number * 40))
            {
                stop.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return ValueTask.FromResult(result);
        }
    }
}
