using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

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
        }

        if (!await IsUpToDateAsync(context.GetType(), cancellation))
        {
            await context.Database.MigrateAsync(cancellation);
        }
    }

    // Reads the list of what was applied without EF Core, which would build the model of every service first: most of a second of
    // each start, for nothing. In doubt (no such table, no server) the answer is no, and EF Core says what is wrong.
    private async Task<bool> IsUpToDateAsync(Type contextType, CancellationToken cancellation)
    {
        var known = contextType.Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == contextType)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>();
        try
        {
            await using var connection = Connect();
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            if (Provider == DatabaseProvider.Sqlite)
            {
                command.CommandText = "PRAGMA journal_mode = WAL;";
                await command.ExecuteScalarAsync(cancellation);
            }

            command.CommandText = $"SELECT migration_id FROM \"{HistoryRepository.DefaultTableName}\"";
            var applied = new HashSet<string>();
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                applied.Add(rows.GetString(0));
            }

            return applied.IsSupersetOf(known);
        }
        catch (DbException)
        {
            return false;
        }
    }

    private DbConnection Connect() => Provider switch
    {
        DatabaseProvider.Sqlite => new SqliteConnection(ConnectionString),
        DatabaseProvider.PostgreSql => new NpgsqlConnection(PostgreSqlDefaults + ConnectionString),
        _ => new SqlConnection(ConnectionString),
    };

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
