using System.Data.Common;
using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Oversight.Persistence.Copies;
using Oversight.Persistence.PersonalData;
using Oversight.Persistence.Platform;

namespace Oversight.Persistence;

/// <summary>Brings the schema of a service's database up to date: first the platform's tables, then the service's own.</summary>
public static class DatabaseSchema
{
    /// <summary>
    /// Creates the database if there is none, applies every migration that it lacks and begins its first epoch. One process at a time
    /// does; whoever comes meanwhile waits and finds nothing left to do. A schema that is up to date costs three queries.
    /// </summary>
    /// <param name="location">Where the database is.</param>
    /// <param name="context">The service's context of that provider.</param>
    /// <param name="clock">When an epoch begins.</param>
    /// <param name="cancellation">Ends the work; a migration under way is rolled back where the provider can.</param>
    /// <exception cref="SchemaRefusedException">SQL Server: the database is set otherwise than the platform needs.</exception>
    /// <exception cref="DbException">The server does not answer, or its login may not change the schema.</exception>
    public static async Task MigrateAsync(DatabaseLocation location, DbContext context, TimeProvider clock, CancellationToken cancellation)
    {
        if (location.Provider == DatabaseProvider.Sqlite)
        {
            CreateFile(location);
        }

        if (await IsUpToDateAsync(location, context.GetType(), cancellation))
        {
            return;
        }

        await CreateAsync(context, cancellation);
        await using var held = await SchemaLock.AcquireAsync(location, cancellation);
        if (location.Provider == DatabaseProvider.SqlServer)
        {
            SqlConnection.ClearAllPools(); // An idle session would keep the database from being set up.
            await SqlServerRequirements.PrepareAsync(held.Connection!, cancellation);
        }

        if (!await IsUpToDateAsync(location, context.GetType(), cancellation))
        {
            await using var platform = Platform(location);
            await platform.Database.MigrateAsync(cancellation);
            await context.Database.MigrateAsync(cancellation);
            if (!await platform.Set<PublisherEpoch>().AnyAsync(cancellation))
            {
                platform.Add(PublisherEpoch.First(clock.GetUtcNow()));
                await platform.SaveChangesAsync(cancellation);
            }
        }
    }

    /// <summary>
    /// Makes the first keys of a service, and tells its database of a current key that is new; the schema must be up to date.
    /// What is wrong with the keys is <see cref="PersonalDataKeys.Unmet"/> from then on.
    /// </summary>
    /// <exception cref="DbException">The server does not answer.</exception>
    public static Task IntroduceKeysAsync(PersonalDataKeys keys, TimeProvider clock, CancellationToken cancellation) =>
        KeyIntroduction.PrepareAsync(keys, keys.Database, clock, cancellation);

    /// <summary>Why this program cannot work with the database as it is, or null if it can. Nothing is changed.</summary>
    /// <exception cref="DbException">The server does not answer.</exception>
    public static async Task<string?> UnmetAsync(DatabaseLocation location, DbContext context, CancellationToken cancellation)
    {
        await using var connection = location.Connect();
        await connection.OpenAsync(cancellation);
        if (!await IsUpToDateAsync(location, context.GetType(), cancellation))
        {
            return "The schema is older than this program or was not finished: run the migrate command.";
        }

        var statements = location.Provider == DatabaseProvider.SqlServer
            ? await SqlServerRequirements.UnmetAsync(connection, cancellation) : [];
        return statements.Count == 0 ? null : new SchemaRefusedException(statements).Message;
    }

    /// <summary>Whether the database has every migration of the platform and of the service, and its first epoch.</summary>
    /// <remarks>
    /// Reads the lists without EF Core, which would build the model of every service first: most of a second of each start. In doubt
    /// (no such table, no server) the answer is no, and EF Core says what is wrong.
    /// </remarks>
    internal static async Task<bool> IsUpToDateAsync(DatabaseLocation location, Type context, CancellationToken cancellation)
    {
        try
        {
            await using var connection = location.Connect();
            await connection.OpenAsync(cancellation);
            if (location.Provider == DatabaseProvider.Sqlite)
            {
                await using var journal = connection.CreateCommand();
                journal.CommandText = "PRAGMA journal_mode = WAL;";
                await journal.ExecuteScalarAsync(cancellation);
            }

            return (await AppliedAsync(connection, PlatformDbContext.HistoryTable, cancellation))
                .IsSupersetOf(Known(PlatformType(location.Provider)))
                && (await AppliedAsync(connection, HistoryRepository.DefaultTableName, cancellation)).IsSupersetOf(Known(context))
                && await HasEpochAsync(connection, cancellation);
        }
        catch (DbException)
        {
            return false;
        }
    }

    private static async Task<HashSet<string>> AppliedAsync(DbConnection connection, string table, CancellationToken cancellation)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT migration_id FROM \"{table}\"";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }

    private static async Task<bool> HasEpochAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT ordinal FROM \"publisher_epochs\" WHERE ordinal = 1";
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static IEnumerable<string> Known(Type context) => context.Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
        .OfType<string>();

    private static async Task CreateAsync(DbContext context, CancellationToken cancellation)
    {
        var database = context.GetService<IRelationalDatabaseCreator>();
        if (await database.ExistsAsync(cancellation))
        {
            return;
        }

        try
        {
            await database.CreateAsync(cancellation);
        }
        catch (DbException) when (!cancellation.IsCancellationRequested)
        {
            // Another process was faster (SQL Server 1801, PostgreSQL 42P04 or 23505): then it exists now.
            if (!await database.ExistsAsync(cancellation))
            {
                throw;
            }
        }
    }

    // An empty file is an empty database. SQLite would make it readable for others, and its log after it.
    private static void CreateFile(DatabaseLocation location)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(location.ConnectionString).DataSource);
        if (!File.Exists(file))
        {
            if (!Directory.Exists(Path.GetDirectoryName(file)))
            {
                PrivateFiles.MakeFolder(Path.GetDirectoryName(file)!);
            }

            new FileStream(file, PrivateFiles.Options(FileMode.OpenOrCreate, share: FileShare.ReadWrite)).Dispose();
        }
    }

    private static Type PlatformType(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.SqlServer => typeof(PlatformSqlServerContext),
        DatabaseProvider.PostgreSql => typeof(PlatformPostgreSqlContext),
        _ => typeof(PlatformSqliteContext),
    };

    internal static PlatformDbContext Platform(DatabaseLocation location)
    {
        return location.Provider switch
        {
            DatabaseProvider.SqlServer => new PlatformSqlServerContext(Options<PlatformSqlServerContext>()),
            DatabaseProvider.PostgreSql => new PlatformPostgreSqlContext(Options<PlatformPostgreSqlContext>()),
            _ => new PlatformSqliteContext(Options<PlatformSqliteContext>()),
        };

        DbContextOptions<TContext> Options<TContext>()
            where TContext : DbContext
        {
            var options = new DbContextOptionsBuilder<TContext>();
            location.Configure(options, PlatformDbContext.HistoryTable);
            return options.Options;
        }
    }
}
