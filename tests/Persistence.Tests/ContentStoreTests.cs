using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Content;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Tests;

/// <summary>
/// A file is kept once, whole, encrypted, and tells when somebody changed it; an address from outside reaches nothing else.
/// </summary>
public sealed class ContentStoreTests : IAsyncLifetime
{
    private readonly string _folder = RunFolder.New("content");
    private LedgerDatabase _database = null!;
    private PersonalDataKeys _keys = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        _keys = await KeysAsync(_database);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task The_same_bytes_twice_are_kept_once_and_read_as_they_were()
    {
        var (store, content) = (Store(), Encoding.UTF8.GetBytes("一份检查照片"));

        var first = await store.PutAsync(content, Cancellation);
        var second = await store.PutAsync(content, Cancellation);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), first);
        Assert.Equal(first, second);
        Assert.Single(Files());
        Assert.Equal(content, await store.ReadAsync(first, Cancellation));
    }

    [Fact]
    public async Task Two_replicas_that_put_the_same_at_once_keep_it_once()
    {
        var content = RandomNumberGenerator.GetBytes(200_000);
        var key = _keys;

        var addresses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => new ContentStore(Kept, key).PutAsync(content, Cancellation), Cancellation)));

        Assert.Single(addresses.Distinct());
        Assert.Single(Files());
        Assert.Equal(content, await new ContentStore(Kept, key).ReadAsync(addresses[0], Cancellation));
    }

    [Fact]
    public async Task On_disk_it_cannot_be_read_without_the_key()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("投诉人张三 ", 50)));
        var address = await Store().PutAsync(content, Cancellation);

        var kept = await File.ReadAllBytesAsync(Assert.Single(Files()), Cancellation);

        Assert.True(kept.AsSpan().IndexOf(content.AsSpan(0, 15)) < 0);
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var other = await KeysAsync(database);
        await Assert.ThrowsAsync<KeyUnavailableException>(() => new ContentStore(Kept, other).ReadAsync(address, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public async Task A_file_of_which_one_byte_was_changed_is_not_given_out(int at)
    {
        var store = Store();
        var address = await store.PutAsync(RandomNumberGenerator.GetBytes(300), Cancellation);
        var file = Assert.Single(Files());
        var kept = await File.ReadAllBytesAsync(file, Cancellation);
        kept[at < 0 ? kept.Length + at : at] ^= 1;
        await File.WriteAllBytesAsync(file, kept, Cancellation);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => store.ReadAsync(address, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task A_file_that_was_cut_off_is_not_given_out(int length)
    {
        var store = Store();
        var address = await store.PutAsync(RandomNumberGenerator.GetBytes(300), Cancellation);
        var file = Assert.Single(Files());
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, Cancellation))[..length], Cancellation);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => store.ReadAsync(address, Cancellation));
    }

    [Fact]
    public async Task A_file_that_was_put_in_the_place_of_another_is_not_given_out()
    {
        var store = Store();
        var (one, other) = (await store.PutAsync("one"u8.ToArray(), Cancellation), await store.PutAsync("other"u8.ToArray(), Cancellation));
        File.Copy(FileOf(other), FileOf(one), overwrite: true);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => store.ReadAsync(one, Cancellation));
    }

    [Fact]
    public async Task A_put_that_is_broken_off_leaves_nothing_and_can_be_repeated()
    {
        var (store, content) = (Store(), RandomNumberGenerator.GetBytes(100_000));
        using var off = new CancellationTokenSource();
        await off.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(content, off.Token));

        Assert.Empty(Files());
        Assert.Equal(content, await store.ReadAsync(await store.PutAsync(content, Cancellation), Cancellation));
    }

    [Fact]
    public async Task Half_a_file_that_a_kill_left_aside_is_no_file()
    {
        var (store, content) = (Store(), "a photo"u8.ToArray());
        var address = ContentStore.AddressOf(content);
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(address))!);
        await File.WriteAllBytesAsync(FileOf(address) + ".0123456789abcdef.new", [1, 2, 3], Cancellation);

        Assert.Null(await store.ReadAsync(address, Cancellation));
        await store.PutAsync(content, Cancellation);
        Assert.Equal(content, await store.ReadAsync(address, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../../../../../../../etc/passwd")]
    [InlineData("../../../../../../../../../../../../../../../../../../etc/hosts")]
    [InlineData("/etc/passwd")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("01/3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("\u0000123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("０123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task An_address_from_outside_that_names_nothing_reads_nothing(string address) =>
        Assert.Null(await Store().ReadAsync(address, Cancellation));

    private string Kept => Path.Combine(_folder, "files");

    private ContentStore Store() => new(Kept, _keys);

    private static async Task<PersonalDataKeys> KeysAsync(LedgerDatabase database)
    {
        var keys = database.Process().GetRequiredService<PersonalDataKeys<LedgerDbContext>>();
        await keys.CheckAsync(Cancellation);
        return keys;
    }

    private string FileOf(string address) => Path.Combine(Kept, address[..2], address[2..]);

    private string[] Files() => Directory.Exists(Kept) ? Directory.GetFiles(Kept, "*", SearchOption.AllDirectories) : [];
}
