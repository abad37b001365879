using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.Persistence.Outbox;
using Oversight.Persistence.PersonalData;
using Oversight.Persistence.Tests.Contracts.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>
/// A database of one test, and processes that work on it. A "process" is a service provider of its own: nothing in memory is shared.
/// </summary>
internal sealed class LedgerDatabase : IAsyncDisposable
{
    /// <summary>Where the fake clocks start.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly List<ServiceProvider> _processes = [];
    private readonly ServiceProvider _own;

    private LedgerDatabase(DatabaseLocation location)
    {
        Location = location;
        Keys = new KeyLocation("ledger", RunFolder.New("ledger"));
        _own = Process();
    }

    public DatabaseLocation Location { get; }

    /// <summary>Where the keys are, and in the same folder the files: one place for all processes.</summary>
    public KeyLocation Keys { get; }

    /// <summary>Folder of the content store.</summary>
    public string Content => Path.Combine(Keys.DataFolder, "ledger", "content");

    public FakeTimeProvider Clock { get; } = new(Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<LedgerDatabase> CreateAsync(DatabaseRow row) =>
        CreateAsync(row.Provider, row.NewConnectionStringAsync(Cancellation));

    public static async Task<LedgerDatabase> CreateAsync(string provider, Task<string> connectionString)
    {
        var database = new LedgerDatabase(new DatabaseLocation(Enum.Parse<DatabaseProvider>(provider), await connectionString));
        await using var scope = database._own.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LedgerDbContext>();
        await context.Database.EnsureCreatedAsync(Cancellation);
        await DatabaseSchema.MigrateAsync(database.Location, context, database.Clock, Cancellation);
        await DatabaseSchema.IntroduceKeysAsync(
            scope.ServiceProvider.GetRequiredService<PersonalDataKeys<LedgerDbContext>>(), database.Clock, Cancellation);
        return database;
    }

    /// <summary>A new process on this database, without a running worker: the test calls them.</summary>
    public ServiceProvider Process(
        IDelivery? delivery = null, TimeProvider? clock = null, Action<OutboxOptions>? options = null, IInterceptor? interceptor = null,
        Action<IServiceCollection>? services = null, KeyLocation? keys = null)
    {
        var all = new ServiceCollection();
        all.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        all.AddSingleton(clock ?? Clock);
        all.AddSingleton(new FactCatalog().Add(typeof(AmountPosted).Assembly));
        all.AddOptions<OutboxOptions>().Configure(o => options?.Invoke(o));
        all.AddServiceDatabase<LedgerDbContext, LedgerSqlServerContext, LedgerPostgreSqlContext, LedgerSqliteContext>(
            Location, keys ?? Keys);
        all.AddContentStore<LedgerDbContext>(Content);
        var consumers = all.AddMessaging<LedgerDbContext>(Location);
        all.AddConsumer<LedgerDbContext, AmountPostedConsumer, AmountPosted>(consumers, "ledger");
        consumers.AddRowConsumer<LedgerDbContext, AccountCopiedConsumer, AccountRenamed, AccountCopy>("ledger");
        all.Intercept<LedgerSqlServerContext, LedgerPostgreSqlContext, LedgerSqliteContext>(interceptor);
        all.AddSingleton(new ConsumerFaults());
        all.AddSingleton(delivery ?? new NoDelivery());
        services?.Invoke(all);
        var process = all.BuildServiceProvider(validateScopes: true);
        lock (_processes)
        {
            _processes.Add(process);
        }

        return process;
    }

    public OutboxRelay<LedgerDbContext> Relay(IDelivery delivery, Action<OutboxOptions>? options = null) =>
        Process(delivery, options: options).GetRequiredService<OutboxRelay<LedgerDbContext>>();

    /// <summary>Carries something out in a scope of its own, as a request would be.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, LedgerDbContext, Task<T>> act)
    {
        await using var scope = _own.CreateAsyncScope();
        return await act(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<LedgerDbContext>());
    }

    /// <summary>Reads with a fresh context.</summary>
    public Task<T> ReadAsync<T>(Func<LedgerDbContext, Task<T>> read) => InScopeAsync((_, context) => read(context));

    public Task<List<OutboxMessage>> OutboxAsync() =>
        ReadAsync(c => c.Outbox.AsNoTracking().OrderBy(m => m.Partition).ThenBy(m => m.Ordinal).ToListAsync(Cancellation));

    /// <summary>Rows that are not delivered yet, each with what its last attempt met: an assertion about them says why they wait.</summary>
    public async Task<List<string>> UnsentAsync() =>
    [
        .. (await OutboxAsync()).Where(m => m.PublishedAt is null).Select(m =>
            $"{m.Partition}/{m.Ordinal}: {m.Attempts} attempts, parked {m.ParkedAt:O}, next {m.NextAttemptAt:O}, "
                + $"{m.LastError ?? "no error"}"),
    ];

    /// <summary>Commits facts of one partition, without any relay.</summary>
    public Task AnnounceAsync(Guid partition, params long[] ordinals) => InScopeAsync(async (services, _) =>
    {
        var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
        foreach (var ordinal in ordinals)
        {
            commit.Announce(Fact(partition, ordinal), partition, ordinal);
        }

        Assert.False((await commit.SaveAsync(Cancellation)).IsRefused);
        return true;
    });

    public static AmountPosted Fact(Guid account, long ordinal) =>
        new(account, ordinal, 100 + ordinal, new DateOnly(2026, 11, 24), OpeningWay.ByTransfer, Start.UtcDateTime, "宁波市海曙区");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    private sealed class NoDelivery : IDelivery
    {
        public bool IsAway => true;

        public Task SendAsync(OutboxMessage row, object fact, Type type, CancellationToken cancellation) =>
            throw new InvalidOperationException("This process has no bus.");

        public bool Report(Guid messageId, string consumer, Exception? failure) => false;
    }
}
