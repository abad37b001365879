using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Oversight.Persistence;

/// <summary>
/// Lets one process at a time change the schema of a database; the others wait. It ends with its owner: a server drops it with
/// the session, the operating system with the process.
/// </summary>
internal sealed class SchemaLock : IAsyncDisposable
{
    private const string Name = "oversight-schema";
    private const long PostgreSqlKey = 0x6f76_6572_7369_6768; // "oversigh"; advisory locks of a database are numbers.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    // A waiter's session ends when the holder changes a setting that needs the database for itself.
    private const int MostTries = 5;

    private readonly IAsyncDisposable _held;

    private SchemaLock(IAsyncDisposable held) => _held = held;

    /// <summary>The session that holds the lock, open on the database; null on SQLite.</summary>
    public DbConnection? Connection => _held as DbConnection;

    /// <summary>Waits until no other process holds the lock of this database, which must exist on a server.</summary>
    /// <exception cref="DbException">The server went away.</exception>
    public static async Task<SchemaLock> AcquireAsync(DatabaseLocation location, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new SchemaLock(await LockAsync(location, cancellation));
            }
            catch (DbException e) when (tries < MostTries && DatabaseErrors.IsInfrastructure(e))
            {
                await Task.Delay(BetweenTries * tries, cancellation);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _held.DisposeAsync();

    private static Task<IAsyncDisposable> LockAsync(DatabaseLocation location, CancellationToken cancellation) => location.Provider switch
    {
        DatabaseProvider.Sqlite => LockFileAsync(new SqliteConnectionStringBuilder(location.ConnectionString).DataSource, cancellation),
        DatabaseProvider.PostgreSql => LockAsync(
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(location.ConnectionString) { Pooling = false }.ConnectionString),
            $"SELECT pg_advisory_lock({PostgreSqlKey})",
            cancellation),
        _ => LockAsync(
            new SqlConnection(new SqlConnectionStringBuilder(location.ConnectionString) { Pooling = false }.ConnectionString),
            $"EXEC sp_getapplock @Resource = '{Name}', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1",
            cancellation),
    };

    private static async Task<IAsyncDisposable> LockAsync(DbConnection connection, string statement, CancellationToken cancellation)
    {
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.CommandTimeout = 0; // A migration of the other process may take long; the caller's cancellation ends the wait.
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The file stays: were it deleted, a third process could lock a new file while the second holds the deleted one.
    private static async Task<IAsyncDisposable> LockFileAsync(string database, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream($"{database}.schema-lock", PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
            {
                await Task.Delay(BetweenTries, cancellation);
            }
        }
    }
}
