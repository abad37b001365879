using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Tests.Commits;

public sealed class DatabaseErrorsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_PostgreSql_that_is_killed_in_the_middle_of_use_is_transient_and_serves_again_afterwards()
    {
        PostgreSqlServer.SkipIfMissing();
        await using var server = PostgreSqlServer.Durable();
        await server.StartAsync(Cancellation);
        await using var database = await LedgerDatabase.CreateAsync(DatabaseRow.PostgreSql, server.CreateDatabaseAsync(Cancellation));

        await database.InScopeAsync(async (services, context) =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);
            await context.Accounts.CountAsync(Cancellation);
            await server.KillAsync(Cancellation);
            // On the connection that was in use, and on one that must be opened anew.
            Assert.True(
                DatabaseErrors.IsInfrastructure(await Assert.ThrowsAnyAsync<Exception>(() => context.Accounts.CountAsync(Cancellation))));
            return true;
        });
        var opening = await Assert.ThrowsAnyAsync<Exception>(() => database.ReadAsync(c => c.Accounts.CountAsync(Cancellation)));
        Assert.True(DatabaseErrors.IsInfrastructure(opening), opening.ToString());
        var refused = await AnnounceAsync(database);
        Assert.Equal(CommitErrors.Unavailable, refused);

        await server.StartAsync(Cancellation);
        await Eventually.HoldsAsync(async () => Assert.Null(await AnnounceAsync(database)), TimeSpan.FromSeconds(30), "it serves again");
    }

    [Fact]
    public async Task A_SQLite_file_that_another_writer_holds_is_transient()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        await using var holder = new SqliteConnection(database.Location.ConnectionString);
        await holder.OpenAsync(Cancellation);
        await using var held = holder.BeginTransaction();
        await using var impatient = new SqliteConnection($"{database.Location.ConnectionString};Default Timeout=1");
        await impatient.OpenAsync(Cancellation);
        await using var write = impatient.CreateCommand();
        write.CommandText = $"update leases set owner = 'x' where name = '{Lease.Retention}'";

        var busy = await Assert.ThrowsAsync<SqliteException>(() => write.ExecuteNonQueryAsync(Cancellation));

        Assert.True(DatabaseErrors.IsInfrastructure(busy));
        Assert.True(DatabaseErrors.IsInfrastructure(new DbUpdateException("wrapped", busy)));
    }

    [Fact]
    public async Task A_SQLite_connection_from_the_pool_still_waits_for_others_and_commits_to_the_disk()
    {
        await using var database = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        for (var use = 0; use < 3; use++)
        {
            var (timeout, synchronous, keys) = await database.ReadAsync(
                async c => (await AskAsync(c, "busy_timeout"), await AskAsync(c, "synchronous"), await AskAsync(c, "foreign_keys")));

            Assert.Equal((10_000L, 2L, 1L), (timeout, synchronous, keys));
        }

        static async Task<long> AskAsync(LedgerDbContext context, string pragma)
        {
            await context.Database.OpenConnectionAsync(Cancellation);
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            var value = (long)(await command.ExecuteScalarAsync(Cancellation))!;
            await context.Database.CloseConnectionAsync();
            return value;
        }
    }

    [Theory, DatabaseData]
    public async Task A_violated_key_is_named_and_is_not_transient(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        var id = Guid.CreateVersion7();
        await AddAsync(id, "A-1");

        var index = await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(Guid.CreateVersion7(), "A-1"));
        var key = await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(id, "A-2"));

        await database.ReadAsync(c =>
        {
            Assert.Equal(LedgerDbContext.NumberIndex, DatabaseErrors.ViolatedUniqueIndex(index, c.Database));
            Assert.Equal("pk_accounts", DatabaseErrors.ViolatedUniqueIndex(key, c.Database));
            Assert.Null(DatabaseErrors.ViolatedUniqueIndex(new InvalidOperationException("another"), c.Database));
            return Task.FromResult(true);
        });
        Assert.False(DatabaseErrors.IsInfrastructure(index));

        Task<int> AddAsync(Guid account, string number) => database.ReadAsync(c =>
        {
            c.Accounts.Add(new Account { Id = account, Number = number });
            return c.SaveChangesAsync(Cancellation);
        });
    }

    [Theory, DatabaseData]
    public async Task A_schema_that_is_still_older_than_the_program_is_transient(DatabaseRow row)
    {
        await using var database = await LedgerDatabase.CreateAsync(row);
        await database.ReadAsync(c => c.Database.ExecuteSqlRawAsync("ALTER TABLE outbox_messages DROP COLUMN trace_parent", Cancellation));
        await database.ReadAsync(c => c.Database.ExecuteSqlRawAsync("DROP TABLE inbox_messages", Cancellation));

        var column = await Assert.ThrowsAnyAsync<Exception>(() => database.ReadAsync(c => c.Outbox.ToListAsync(Cancellation)));
        var table = await Assert.ThrowsAnyAsync<Exception>(() => database.ReadAsync(c => c.Inbox.CountAsync(Cancellation)));

        Assert.True(DatabaseErrors.IsInfrastructure(column), column.ToString());
        Assert.True(DatabaseErrors.IsInfrastructure(table), table.ToString());
    }

    private static Task<Kernel.Error?> AnnounceAsync(LedgerDatabase database) => database.InScopeAsync(async (services, _) =>
    {
        var commit = services.GetRequiredService<Commit<LedgerDbContext>>();
        var account = commit.NewId();
        commit.Announce(LedgerDatabase.Fact(account, 1), account, 1);
        return (await commit.SaveAsync(Cancellation)).Error;
    });
}
