using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Tests.Keys;

/// <summary>What is on disk: who may read it, and what is left of what was deleted.</summary>
public sealed class AtRestTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite, OwnerOfFolder = Owner | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_a_row_is_left_in_the_file_or_its_log_once_retention_has_deleted_it()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        const string marker = "一个应当消失的记号";
        await database.ReadAsync(c =>
        {
            // In clear, as no service stores it: what is tested is that deleted bytes go, whatever they are.
            c.IdempotentAnswers.AddRange(Enumerable.Range(0, 50).Select(n => new Idempotency.IdempotentAnswer
            {
                Caller = "clerk", KeyHash = $"{n}", RequestHash = "f", Status = 200,
                CreatedAt = LedgerDatabase.Start.UtcDateTime.AddDays(-30),
                AnswerCipher = System.Text.Encoding.UTF8.GetBytes($"{marker}{n}"),
            }));
            return c.SaveChangesAsync(Cancellation);
        });
        Assert.NotEmpty(await FindAsync(database, marker));

        Assert.Equal(50, await database.Process().GetRequiredService<Retention<LedgerDbContext>>().SweepAsync(Cancellation));

        Assert.Empty(await FindAsync(database, marker));
    }

    [Fact]
    public async Task What_a_row_said_before_a_change_is_overwritten()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());
        var process = await database.StartedAsync();
        var id = await process.OpenAsync("1", "甲");
        await RenameAsync("第一个名字第一个名字");
        Assert.NotEmpty(await FindAsync(database, "第一个名字第一个名字"));

        await RenameAsync("二");
        await process.InAsync(async c =>
        {
            await SqliteLog.TruncateAsync(c, Cancellation);
            return true;
        });

        Assert.Empty(await FindAsync(database, "第一个名字第一个名字"));

        Task<bool> RenameAsync(string name) => process.InAsync(async c =>
        {
            (await c.Accounts.SingleAsync(a => a.Id == id, Cancellation)).Rename(name);
            return await c.SaveChangesAsync(Cancellation) > 0;
        });
    }

    [Fact]
    public async Task No_statement_sets_anything_down_in_a_temporary_file()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow());

        var (secure, store) = await database.ReadAsync(async c => (
            await c.Database.SqlQueryRaw<long>("SELECT secure_delete AS Value FROM pragma_secure_delete").SingleAsync(Cancellation),
            await c.Database.SqlQueryRaw<long>("SELECT temp_store AS Value FROM pragma_temp_store").SingleAsync(Cancellation)));

        Assert.Equal((1, 2), (secure, store));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Folders_and_files_are_made_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        var folder = RunFolder.PathFor("private");
        var location = new DatabaseLocation(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(folder, "deep", "ledger.db")}");
        await using var process = Process(location, folder);
        await MigrateAsync(process, location);
        await process.OpenAsync("1", "甲");
        await process.Store().PutAsync("a photo"u8.ToArray(), Cancellation);

        AssertPrivate(folder);
        Assert.Contains(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => file.EndsWith("-wal", StringComparison.Ordinal));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Rights_of_others_that_an_earlier_version_or_a_copy_left_are_taken_at_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        var folder = RunFolder.PathFor("private");
        var location = new DatabaseLocation(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(folder, "ledger.db")}");
        await using var process = Process(location, folder);
        await MigrateAsync(process, location);
        await process.OpenAsync("1", "甲");
        await process.Store().PutAsync("a photo"u8.ToArray(), Cancellation);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder))
        {
            File.SetUnixFileMode(entry, Everybody);
        }

        await new FileRights("ledger", folder, location, NullLogger<FileRights>.Instance).StartAsync(Cancellation);
        AssertPrivate(folder);

        // Files alone, in folders that were closed before.
        foreach (var file in Directory.EnumerateFiles(folder).Concat(Directory.EnumerateFiles(Path.Combine(folder, "keys"))))
        {
            File.SetUnixFileMode(file, Everybody);
        }

        await new FileRights("ledger", folder, location, NullLogger<FileRights>.Instance).StartAsync(Cancellation);
        AssertPrivate(folder);
    }

    private static ServiceProvider Process(DatabaseLocation location, string folder)
    {
        var all = new ServiceCollection();
        all.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        all.AddOptions<OutboxOptions>();
        all.AddServiceDatabase<LedgerDbContext, LedgerSqlServerContext, LedgerPostgreSqlContext, LedgerSqliteContext>(
            location, new PersonalData.KeyLocation("ledger", folder));
        all.AddContentStore<LedgerDbContext>(Path.Combine(folder, "ledger", "content"));
        return all.BuildServiceProvider(validateScopes: true);
    }

    private static async Task MigrateAsync(IServiceProvider process, DatabaseLocation location)
    {
        await process.InAsync(async c =>
        {
            await DatabaseSchema.MigrateAsync(location, c, TimeProvider.System, Cancellation);
            await DatabaseSchema.IntroduceKeysAsync(process.KeysOf(), TimeProvider.System, Cancellation);
            var script = c.Database.GenerateCreateScript().Split(";\n")
                .Where(statement => statement.Contains("\"accounts\"", StringComparison.Ordinal));
            return await c.Database.ExecuteSqlRawAsync(string.Join(";\n", script), Cancellation);
        });
    }

    [UnsupportedOSPlatform("windows")]
    private static void AssertPrivate(string folder)
    {
        var open = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder)
            .Where(entry => File.Exists(entry) && (File.GetUnixFileMode(entry) & ~(Directory.Exists(entry) ? OwnerOfFolder : Owner)) != 0)
            .Select(entry => $"{entry} {File.GetUnixFileMode(entry)}");
        Assert.Empty(open);
        Assert.Equal(OwnerOfFolder, File.GetUnixFileMode(folder));
        Assert.All(
            Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories),
            inner => Assert.Equal(OwnerOfFolder, File.GetUnixFileMode(inner)));
    }

    private static async Task<List<string>> FindAsync(LedgerDatabase database, string marker)
    {
        var file = new SqliteConnectionStringBuilder(database.Location.ConnectionString).DataSource;
        var found = new List<string>();
        foreach (var name in new[] { file, file + "-wal" }.Where(File.Exists))
        {
            var copy = RunFolder.New("copy");
            await using (var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            await using (var target = File.Create(Path.Combine(copy, Path.GetFileName(name))))
            {
                await stream.CopyToAsync(target, Cancellation);
            }

            found.AddRange(await OnDisk.FindAsync(copy, [marker], Cancellation));
        }

        return found;
    }
}
