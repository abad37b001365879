using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Oversight.Persistence;

/// <summary>What a provider's error means. This is the one file that knows provider error numbers and texts.</summary>
public static partial class DatabaseErrors
{
    private const int SqliteError = 1, SqliteBusy = 5, SqliteLocked = 6, SqliteFull = 13, SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
    private const int SqlServerNoObject = 208, SqlServerNoColumn = 207;

    /// <summary>The database name of the unique index or key that was violated, or null if the error is something else.</summary>
    /// <param name="exception">What <c>SaveChangesAsync</c> threw.</param>
    /// <param name="database">The context's database, whose model names the index where the provider names only columns.</param>
    public static string? ViolatedUniqueIndex(Exception exception, DatabaseFacade database)
    {
        switch (Provider(exception))
        {
            case PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } e:
                return e.ConstraintName ?? "";
            case SqlException { Number: 2601 or 2627 } e:
                var quoted = SqlServerIndexName().Matches(e.Message);
                return quoted.Select(m => m.Groups[1].Value).FirstOrDefault(n => !n.StartsWith("dbo.", StringComparison.Ordinal)) ?? "";
            case SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey } e:
                return IndexOfColumns(e.Message, database);
            default:
                return null;
        }
    }

    /// <summary>
    /// True if the same work may succeed a little later: the database is away, restarting, busy, broke a deadlock, or its schema is
    /// still older than this program (a service that waits for its migration must not throw messages away).
    /// </summary>
    public static bool IsTransient(Exception exception) => Provider(exception) switch
    {
        PostgresException e => e.IsTransient || e.SqlState is "57P01" or "57P02" or "57P03" or "40001" or "40P01" or "53300"
            or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn,
        NpgsqlException e => e.IsTransient || e.InnerException is IOException or TimeoutException or System.Net.Sockets.SocketException,
        SqlException e => e.IsTransient || e.Number is 1205 or -2 or 53 or 233 or 10053 or 10054 or 10060 or 4060 or 40613
            or SqlServerNoObject or SqlServerNoColumn,
        SqliteException e => e.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteFull
            || (e.SqliteErrorCode is SqliteError && (e.Message.Contains("no such table", StringComparison.Ordinal) || e.Message.Contains("no such column", StringComparison.Ordinal))),
        DbException e => e.IsTransient,
        _ => exception is TimeoutException || (exception is InvalidOperationException && exception.InnerException is { } inner && IsTransient(inner)),
    };

    private static Exception? Provider(Exception? exception)
    {
        while (exception is DbUpdateException or InvalidOperationException && exception.InnerException is not null)
        {
            exception = exception.InnerException;
        }

        return exception;
    }

    // SQLite says "UNIQUE constraint failed: institutions.credit_code" or several columns, comma separated.
    private static string IndexOfColumns(string message, DatabaseFacade database)
    {
        var columns = SqliteColumns().Match(message).Groups[1].Value.Split(", ");
        var model = ((IInfrastructure<IServiceProvider>)database).Instance;
        var context = (ICurrentDbContext)model.GetService(typeof(ICurrentDbContext))!;
        foreach (var table in context.Context.Model.GetRelationalModel().Tables)
        {
            foreach (var index in table.Indexes)
            {
                if (index.IsUnique && columns.SequenceEqual(index.Columns.Select(c => $"{table.Name}.{c.Name}")))
                {
                    return index.Name;
                }
            }

            if (table.PrimaryKey is { } key && columns.SequenceEqual(key.Columns.Select(c => $"{table.Name}.{c.Name}")))
            {
                return key.Name;
            }
        }

        return "";
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex SqlServerIndexName();

    [GeneratedRegex("constraint failed: ([^']+?)'?\\.?$")]
    private static partial Regex SqliteColumns();
}
