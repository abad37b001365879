using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Oversight.Persistence.Tests.Bus;

/// <summary>
/// Whatever a database says while it refuses, no fact leaves its queue for it, and everything is applied once it serves again.
/// </summary>
public sealed class RefusingDatabaseTests(RabbitMqBroker broker) : IClassFixture<RabbitMqBroker>
{
    private const int Facts = 64;

    // A statement that takes longer than it may: a check that sleeps.
    private const string Slow =
        "ALTER TABLE postings ADD CONSTRAINT slow CHECK (pg_sleep(0.5)::text IS NOT NULL) NOT VALID; ALTER DATABASE {0} SET "
            + "statement_timeout = 100";
    private const string Fast = "ALTER DATABASE {0} SET statement_timeout = 0; ALTER TABLE postings DROP CONSTRAINT slow";
    private const string Queue = "ledger.amount-posted";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "25006", "ALTER DATABASE {0} SET default_transaction_read_only = on", "ALTER DATABASE {0} SET default_transaction_read_only = off")]
    [InlineData("3D000", "ALTER DATABASE {0} RENAME TO {0}_away", "ALTER DATABASE {0}_away RENAME TO {0}")]
    [InlineData("42501", "ALTER TABLE postings OWNER TO {2}", "ALTER TABLE postings OWNER TO {1}", true)]
    [InlineData("28000", "ALTER ROLE {1} NOLOGIN", "ALTER ROLE {1} LOGIN")]
    [InlineData("57014", Slow, Fast, true)]
    [InlineData("53300", "ALTER DATABASE {0} CONNECTION LIMIT 0", "ALTER DATABASE {0} CONNECTION LIMIT -1")]
    public async Task Facts_wait_until_it_serves_again(string state, string refuse, string serve, bool inside = false)
    {
        PostgreSqlServer.SkipIfMissing();
        RabbitMqBroker.SkipIfMissing();
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await using var from = await LedgerDatabase.CreateAsync(new DatabaseRow(DatabaseRow.Sqlite));
        var (to, name, role) = await NewDatabaseAsync();
        await using var _ = to;
        await using var receiver = await LedgerHost.StartAsync(to, address);
        await Eventually.BecomesTrueAsync(
            async () => await broker.ReadyMessagesAsync(Queue, address, Cancellation) == 0, Limit, "the queue is there");
        await broker.SettleNewQueuesAsync(Cancellation);

        await ExecuteAsync(Named(refuse), name, inside, endSessions: true);
        await using var sender = await LedgerHost.StartAsync(from, address, consumes: false);
        var accounts = Enumerable.Range(0, Facts).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var account in accounts)
        {
            await from.AnnounceAsync(account, 1);
        }

        await Eventually.HoldsAsync(
            async () => Assert.All(await from.OutboxAsync(), m => Assert.NotNull(m.PublishedAt)), Limit, "all is on the broker");
        await Eventually.BecomesTrueAsync(() => receiver.LanesThatWait > 0, Limit, $"the inbox waits for the database ({state})");
        await ExecuteAsync(Named(serve), name, inside, endSessions: true);

        await Eventually.BecomesTrueAsync(async () => await CountAsync(to) == Facts, Limit, "every fact is applied");
        Assert.Equal(accounts.Order(), await to.ReadAsync(c => c.Postings.Select(p => p.AccountId).Order().ToListAsync(Cancellation)));
        Assert.Empty(await to.ReadAsync(c => c.DeferredFacts.ToListAsync(Cancellation)));
        await Eventually.BecomesTrueAsync(() => receiver.LanesThatWait == 0, Limit, "nothing waits any longer");
        Assert.Null(await broker.ReadyMessagesAsync($"{Queue}_error", address, Cancellation));

        string Named(string sql) =>
            string.Format(
                CultureInfo.InvariantCulture, sql, name, role,
                new NpgsqlConnectionStringBuilder(PostgreSqlServer.Shared.AdministrationConnectionString).Username);
    }

    // With a role of its own that is no superuser, which none of the refusals would stop.
    private static async Task<(LedgerDatabase Database, string Name, string Role)> NewDatabaseAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder(await PostgreSqlServer.Shared.CreateDatabaseAsync(Cancellation));
        var (name, role) = (connection.Database!, $"role_{Guid.CreateVersion7():N}");
        await ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'right'", name);
        await ExecuteAsync($"ALTER DATABASE {name} OWNER TO {role}", name);
        connection.Username = role;
        connection.Password = "right";
        return (await LedgerDatabase.CreateAsync(DatabaseRow.PostgreSql, Task.FromResult(connection.ConnectionString)), name, role);
    }

    // Sessions that were ended under the test's own pool answer once with that.
    private static async Task<int?> CountAsync(LedgerDatabase database)
    {
        try
        {
            return await database.ReadAsync(c => c.Postings.CountAsync(Cancellation));
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return null;
        }
    }

    private static async Task ExecuteAsync(string sql, string database, bool inside = false, bool endSessions = false)
    {
        await using var connection = new NpgsqlConnection(
            inside ? PostgreSqlServer.Shared.ConnectionString(database) : PostgreSqlServer.Shared.AdministrationConnectionString);
        await connection.OpenAsync(Cancellation);
        if (endSessions)
        {
            await EndSessionsAsync(connection, database);
        }

        await using (var command = new NpgsqlCommand(sql, connection))
        {
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        if (endSessions)
        {
            await EndSessionsAsync(connection, database);
        }
    }

    private static async Task EndSessionsAsync(NpgsqlConnection connection, string database)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{database}', '{database}_away') AND pid <> "
                + "pg_backend_pid()", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
