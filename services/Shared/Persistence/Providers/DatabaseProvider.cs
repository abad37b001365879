using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
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
    public void Configure(DbContextOptionsBuilder options) => Configure(options, historyTable: null);

    /// <summary>The same for a context whose migrations are recorded in a table of their own.</summary>
    internal void Configure(DbContextOptionsBuilder options, string? historyTable)
    {
        options.UseSnakeCaseNamingConvention();
        _ = Provider switch
        {
            DatabaseProvider.Sqlite => options.UseSqlite(
                ConnectionString, sqlite => sqlite.MigrationsHistoryTable(historyTable ?? HistoryRepository.DefaultTableName))
                .AddInterceptors(SqliteConnectionSetup.Instance),
            DatabaseProvider.PostgreSql => options.UseNpgsql(
                PostgreSqlDefaults + ConnectionString,
                npgsql => npgsql.MigrationsHistoryTable(historyTable ?? HistoryRepository.DefaultTableName)),
            DatabaseProvider.SqlServer => options.UseSqlServer(
                ConnectionString, server => server.MigrationsHistoryTable(historyTable ?? HistoryRepository.DefaultTableName)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), Provider, "Unknown database provider."),
        };
    }

    /// <summary>A new, closed connection.</summary>
    internal DbConnection Connect() => Provider switch
    {
        DatabaseProvider.Sqlite => new SqliteConnection(ConnectionString),
        DatabaseProvider.PostgreSql => new NpgsqlConnection(PostgreSqlDefaults + ConnectionString),
        _ => new SqlConnection(ConnectionString),
    };
}
