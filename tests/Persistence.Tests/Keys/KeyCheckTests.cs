using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Tests.Keys;

/// <summary>A service encrypts with the keys that its database was written with, or not at all.</summary>
public sealed class KeyCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task The_first_migration_makes_the_keys_and_the_database_knows_them_by_a_value_that_only_they_give(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var process = await database.StartedAsync();

        Assert.Null(process.KeysOf().Unmet);
        var checks = await process.InAsync(c => c.Set<KeyCheck>().AsNoTracking().OrderBy(k => k.Kind).ToListAsync(Cancellation));
        Assert.Equal([KeyKind.Encryption, KeyKind.Fingerprint], checks.ConvertAll(check => check.Kind));
        Assert.Equal(IdOf(await File.ReadAllTextAsync(database.FileOf(), Cancellation)), checks[0].KeyId);
        Assert.All(checks, check => Assert.Equal(64, check.CheckValue.Length));
        Assert.Equal(2, checks.Select(check => check.CheckValue).Distinct().Count());
    }

    [Theory]
    [InlineData("missing", "The encryption key {0} is missing: keys/ledger.key is not there.")]
    [InlineData("another", "keys/ledger.key is another key than that of the database: {1}, where the database was written with {0}.")]
    [InlineData("damaged", "keys/ledger.key is damaged: a key is 32 bytes in base64.")]
    [InlineData("cut off", "keys/ledger.key is damaged: a key is 32 bytes in base64.")]
    public async Task A_key_that_is_not_that_of_the_database_is_said_and_nothing_is_encrypted_or_made_until_it_is_back(
        string what, string said)
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var (file, other) = (database.FileOf(), KeysOfLedger.Text(7));
        var text = await File.ReadAllTextAsync(file, Cancellation);
        var before = await database.StartedAsync();
        var id = await before.OpenAsync("1", "欧阳甲");
        Change(what, file, other);

        foreach (var process in new[] { before, await database.StartedAsync() })
        {
            var keys = process.KeysOf();
            // As a start does it, and as the health check.
            await DatabaseSchema.IntroduceKeysAsync(keys, database.Clock, Cancellation);
            Assert.Equal(string.Format(null, said, KeysOfLedger.IdOf(text), KeysOfLedger.IdOf(other)), await keys.CheckAsync(Cancellation));
            Assert.Throws<KeyUnavailableException>(() => keys.Protect("field", "text"));
            Assert.Throws<KeyUnavailableException>(() => keys.ProtectBytes("field", [1]));
            Assert.Throws<KeyUnavailableException>(() => keys.Fingerprint("purpose", "text"));
            Assert.Throws<KeyUnavailableException>(() => keys.Fingerprints("purpose", "text"));
            await Assert.ThrowsAsync<KeyUnavailableException>(() => process.OpenAsync("2", "欧阳乙"));
            await Assert.ThrowsAsync<KeyUnavailableException>(() => process.Store().PutAsync(new byte[10], Cancellation));
        }

        Assert.Equal(
            what == "another" ? other : what == "missing" ? null : "",
            File.Exists(file) ? what == "another" ? await File.ReadAllTextAsync(file, Cancellation) : "" : null);
        Assert.Equal(1, await database.ReadAsync(c => c.Accounts.CountAsync(Cancellation)));
        Assert.Equal(2, await database.ReadAsync(c => c.Set<KeyCheck>().CountAsync(Cancellation)));

        await File.WriteAllTextAsync(file, text, Cancellation);
        Assert.Null(await before.KeysOf().RefreshAsync(Cancellation));
        var cipher = await before.InAsync(c => c.Accounts.Where(a => a.Id == id).Select(a => a.OwnerCipher).SingleAsync(Cancellation));
        Assert.Equal("欧阳甲", before.KeysOf().Reveal(Account.OwnerOf(id), cipher));
        await before.OpenAsync("2", "欧阳乙");
    }

    [Fact]
    public async Task A_lost_key_for_hashes_is_told_as_well_since_nothing_would_be_found_with_another()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        File.Delete(database.FileOf("ledger.fingerprint.key"));
        var process = await database.StartedAsync();

        Assert.Matches("^The fingerprint key [0-9a-f]{8} is missing: keys/ledger.fingerprint.key is not there.$", process.KeysOf().Unmet);
        Assert.Throws<KeyUnavailableException>(() => process.KeysOf().Fingerprint("purpose", "text"));
    }

    [Fact]
    public void Work_that_needs_a_key_waits_for_it_like_for_a_database() =>
        Assert.True(DatabaseErrors.IsInfrastructure(new KeyUnavailableException("")));

    [Fact]
    public async Task Before_the_first_comparison_nothing_is_encrypted()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());

        Assert.Throws<KeyUnavailableException>(() => database.Process().KeysOf().Protect("field", "text"));
    }

    [Theory, DatabaseData]
    public async Task Processes_that_start_for_the_first_time_at_the_same_moment_agree_on_the_keys(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await database.ReadAsync(c => c.Set<KeyCheck>().ExecuteDeleteAsync(Cancellation));
        Directory.Delete(Path.GetDirectoryName(database.FileOf())!, recursive: true);
        var processes = Enumerable.Range(0, 4).Select(_ => database.Process().KeysOf()).ToList();

        await Task.WhenAll(
            processes.Select(keys => Task.Run(() => DatabaseSchema.IntroduceKeysAsync(keys, database.Clock, Cancellation), Cancellation)));

        Assert.All(processes, keys => Assert.Null(keys.Unmet));
        Assert.Single(processes.Select(keys => keys.Current.Id).Distinct());
        Assert.Equal(2, await database.ReadAsync(c => c.Set<KeyCheck>().CountAsync(Cancellation)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_configured_key_that_is_new_is_introduced_only_where_the_old_one_is_there_too(bool hasOld)
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        await database.ReadAsync(c => c.Set<KeyCheck>().ExecuteDeleteAsync(Cancellation));
        var first = database.Keys with { Key = KeysOfLedger.Text(1), FingerprintKey = KeysOfLedger.Text(2) };
        var old = database.Process(keys: first);
        await DatabaseSchema.IntroduceKeysAsync(old.KeysOf(), database.Clock, Cancellation);
        var cipher = old.KeysOf().Protect("field", "text");
        var keys = database.Process(
            keys: first with
            {
                Key = KeysOfLedger.Text(3), OldKeys = hasOld ? $"{KeysOfLedger.Text(1)}, {KeysOfLedger.Text(4)}" : null
            }).KeysOf();

        Assert.NotNull(await keys.CheckAsync(Cancellation));
        await DatabaseSchema.IntroduceKeysAsync(keys, database.Clock, Cancellation);

        if (hasOld)
        {
            Assert.Null(keys.Unmet);
            Assert.Equal("text", keys.Reveal("field", cipher));
            Assert.NotEqual(SealedValue.KeyOf(cipher!), SealedValue.KeyOf(keys.Protect("field", "text")!));
        }
        else
        {
            Assert.StartsWith("Oversight:PersonalDataKey is another key than that of the database", keys.Unmet, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_for_encryption_without_one_for_hashes_is_refused()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var process = await database.StartedAsync(database.Keys with { Key = KeysOfLedger.Text(1) });

        Assert.StartsWith("Oversight:FingerprintKey is not set.", process.KeysOf().Unmet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other field")]
    [InlineData("altered")]
    [InlineData("cut off")]
    [InlineData("never encrypted")]
    public async Task A_value_that_was_moved_or_altered_does_not_open(string what)
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var keys = (await database.StartedAsync()).KeysOf();
        var (text, bytes) = (keys.Protect("field", "text")!, keys.ProtectBytes("field", "text"u8));
        var field = what == "other field" ? "field2" : "field";
        (text, bytes) = what switch
        {
            "altered" => (text[..^6] + (text[^6] == 'A' ? 'B' : 'A') + text[^5..], [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]),
            "cut off" => (text[..30], bytes[..30]),
            "never encrypted" => ("text", "a text that was stored as it is"u8.ToArray()),
            _ => (text, bytes),
        };

        Assert.ThrowsAny<CryptographicException>(() => keys.Reveal(field, text));
        Assert.ThrowsAny<CryptographicException>(() => keys.RevealBytes(field, bytes));
    }

    [Fact]
    public async Task A_hash_is_another_for_each_purpose_and_for_each_key()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        await using var second = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var (one, two) = ((await database.StartedAsync()).KeysOf(), (await second.StartedAsync()).KeysOf());

        Assert.Equal(one.Fingerprint("a", "text"), one.Fingerprint("a", "text"));
        Assert.Equal(
            3, new[] { one.Fingerprint("a", "text"), one.Fingerprint("b", "text"), two.Fingerprint("a", "text") }.Distinct().Count());
        Assert.True(one.IsFingerprint("a", "text", one.Fingerprint("a", "text")));
        Assert.False(one.IsFingerprint("a", "text", two.Fingerprint("a", "text")));
    }

    private static string IdOf(string text) => KeysOfLedger.IdOf(text);

    private static void Change(string what, string file, string other)
    {
        switch (what)
        {
            case "missing":
                File.Delete(file);
                break;
            case "another":
                File.WriteAllText(file, other);
                break;
            case "damaged":
                File.WriteAllText(file, "\0\0\0\0");
                break;
            default:
                File.WriteAllText(file, File.ReadAllText(file)[..20]);
                break;
        }
    }
}
