using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Oversight.Persistence;

/// <summary>
/// Sets a SQLite connection up, once for each real connection: EF Core opens a pooled one for every query. A writer waits for
/// another writer inside SQLite (fine steps) instead of in the driver (150 ms steps); a commit is on the disk, not only with the
/// operating system, before it is acknowledged; LIKE regards case, as it does on the servers. What is deleted or overwritten is
/// overwritten with zeros, and nothing is set down in a temporary file.
/// </summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    public static readonly SqliteConnectionSetup Instance = new();

    private const string Setup = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
        + "PRAGMA case_sensitive_like = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;";
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

    private static bool IsDone(DbConnection connection) => ((SqliteConnection)connection).Handle is { } handle
        && Done.TryGetValue(handle, out _);

    private static void Remember(DbConnection connection) => Done.AddOrUpdate(((SqliteConnection)connection).Handle!, Instance);
}
