using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Oversight.Persistence;

/// <summary>The databases that the platform runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file beside the process; standalone.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later.</summary>
    PostgreSql,

    /// <summary>SQL Server 2022 or later.</summary>
    SqlServer,
}

/// <summary>Where the database of one service is.</summary>
/// <param name="Provider">Kind of database.</param>
/// <param name="ConnectionString">Connection string with the placeholder <c>{service}</c> already filled in.</param>
public sealed record DatabaseLocation(DatabaseProvider Provider, string ConnectionString)
{
    // The statements are few and come again and again, and nothing here changes the state of a session. What the connection string
    // says goes over it: behind a pooler that shares sessions between transactions, Max Auto Prepare=0.
    private const string PostgreSqlDefaults = "Max Auto Prepare=100;No Reset On Close=true;";

    /// <summary>Sets a context's options up for this database.</summary>
    public void Configure(DbContextOptionsBuilder options)
    {
        options.UseSnakeCaseNamingConvention();
        switch (Provider)
        {
            case DatabaseProvider.Sqlite:
                options.UseSqlite(ConnectionString).AddInterceptors(SqliteConnectionSetup.Instance);
                break;
            case DatabaseProvider.PostgreSql:
                options.UseNpgsql(PostgreSqlDefaults + ConnectionString);
                break;
            case DatabaseProvider.SqlServer:
                options.UseSqlServer(ConnectionString);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), Provider, "Unknown database provider.");
        }
    }

    /// <summary>Brings the schema up to date. For SQLite it also makes the folder and switches the file to write-ahead logging.</summary>
    public async Task MigrateAsync(DbContext context, CancellationToken cancellation)
    {
        if (Provider == DatabaseProvider.Sqlite)
        {
            var file = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            await context.Database.OpenConnectionAsync(cancellation);
            await using (var command = context.Database.GetDbConnection().CreateCommand())
            {
                command.CommandText = "PRAGMA journal_mode = WAL;";
                await command.ExecuteScalarAsync(cancellation);
            }

            await context.Database.CloseConnectionAsync();
        }

        await context.Database.MigrateAsync(cancellation);
    }

    // A writer waits for another writer inside SQLite (fine steps) instead of in the driver (150 ms steps); a commit is on
    // the disk, not only with the operating system, before it is acknowledged.
    // Set once for each real connection: EF opens a pooled one for every query.
    private sealed class SqliteConnectionSetup : DbConnectionInterceptor
    {
        public static readonly SqliteConnectionSetup Instance = new();

        private const string Setup = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
        private static readonly ConditionalWeakTable<object, object> Done = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (IsDone(connection))
            {
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Setup;
            command.ExecuteNonQuery();
            Remember(connection);
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (IsDone(connection))
            {
                return;
            }

            await using var command = connection.CreateCommand();
            command.CommandText = Setup;
            await command.ExecuteNonQueryAsync(cancellationToken);
            Remember(connection);
        }

        private static bool IsDone(DbConnection connection) => ((SqliteConnection)connection).Handle is { } handle && Done.TryGetValue(handle, out _);

        private static void Remember(DbConnection connection) => Done.AddOrUpdate(((SqliteConnection)connection).Handle!, Instance);
    }
}
