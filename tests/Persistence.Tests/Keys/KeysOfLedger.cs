using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Content;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Tests.Keys;

/// <summary>What the tests of keys do with a ledger.</summary>
internal static class KeysOfLedger
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static string Text(byte fill) => Convert.ToBase64String([.. Enumerable.Repeat(fill, 32)]);

    public static string IdOf(string text) => new EncryptionKey(Convert.FromBase64String(text)).Id;

    public static string FileOf(this LedgerDatabase database, string name = "ledger.key") =>
        Path.Combine(database.Keys.DataFolder, "keys", name);

    public static PersonalDataKeys<LedgerDbContext> KeysOf(this IServiceProvider process) =>
        process.GetRequiredService<PersonalDataKeys<LedgerDbContext>>();

    /// <summary>A process that has compared its keys, as one has that runs.</summary>
    public static async Task<ServiceProvider> StartedAsync(this LedgerDatabase database, KeyLocation? keys = null)
    {
        var process = database.Process(keys: keys);
        await process.KeysOf().CheckAsync(Cancellation);
        return process;
    }

    /// <summary>An account with an owner, opened by a command whose answer is stored.</summary>
    public static async Task<Guid> OpenAsync(this IServiceProvider process, string number, string owner)
    {
        await using var scope = process.CreateAsyncScope();
        var (services, keys) = (scope.ServiceProvider, process.KeysOf());
        services.GetRequiredService<ActScope>().Idempotency = new IdempotencyKey("clerk", $"key-{number}", $"POST /accounts {number}");
        var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
        var id = commit.NewId();
        services.GetRequiredService<LedgerDbContext>().Accounts.Add(
            new Account { Id = id, Number = number, OwnerCipher = keys.Protect(Account.OwnerOf(id), owner) });
        Assert.False((await commit.SaveAsync(Reply.Created(owner, $"/accounts/{number}", 1), Cancellation)).IsRefused);
        return id;
    }

    public static async Task<T> InAsync<T>(this IServiceProvider process, Func<LedgerDbContext, Task<T>> read)
    {
        await using var scope = process.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<LedgerDbContext>());
    }

    public static ContentStore<LedgerDbContext> Store(this IServiceProvider process) =>
        process.GetRequiredService<ContentStore<LedgerDbContext>>();

    public static KeyRotator<LedgerDbContext> Rotator(this IServiceProvider process)
    {
        var rotator = process.GetRequiredService<KeyRotator<LedgerDbContext>>();
        rotator.Settling = TimeSpan.Zero; // No other process runs unless the test says so; the fake clock stands still.
        return rotator;
    }
}
