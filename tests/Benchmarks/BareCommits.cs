using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Oversight.Persistence;

namespace Oversight.Benchmarks;

/// <summary>
/// What one transaction for each message costs at least: one row inserted and one changed, prepared, on as many connections as an inbox
/// has.
/// </summary>
internal static class BareCommits
{
    private const int Connections = 16, Rows = 1_000;

    public static async Task<double> RunAsync(DatabaseLocation database, int transactions)
    {
        await using (var setup = await OpenAsync(database))
        {
            await ExecuteAsync(setup, database.Provider == DatabaseProvider.Sqlite ? "pragma journal_mode = wal" : "select 1");
            await ExecuteAsync(setup, "create table taken (id text primary key, consumer text)");
            await ExecuteAsync(setup, "create table state (id integer primary key, number bigint, note text)");
            for (var i = 0; i < Rows; i++)
            {
                await ExecuteAsync(setup, $"insert into state values ({i}, 0, 'nothing yet')");
            }
        }

        var (begun, next) = (Stopwatch.GetTimestamp(), -1);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            await using var connection = await OpenAsync(database);
            await using var command = connection.CreateCommand();
            for (var i = Interlocked.Increment(ref next); i < transactions; i = Interlocked.Increment(ref next))
            {
                await using var transaction = await connection.BeginTransactionAsync();
                command.Transaction = transaction;
                command.CommandText =
                    $"insert into taken values ('{Guid.CreateVersion7()}', 'meter.meter-read'); update state set number = {i}, note = "
                        + $"'changed' where id = {i % Rows}";
                await command.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
            }
        })));
        return transactions / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>An open connection that waits and commits as the platform's do.</summary>
    public static async Task<DbConnection> OpenAsync(DatabaseLocation database)
    {
        DbConnection connection = database.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(database.ConnectionString) : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            await ExecuteAsync(connection, "pragma busy_timeout = 10000; pragma synchronous = full");
        }

        return connection;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
