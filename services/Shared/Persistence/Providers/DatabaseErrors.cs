using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.SqlServer.Storage.Internal;
using Npgsql;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence;

/// <summary>What a provider's error means. This is the one file that knows provider error numbers and texts.</summary>
public static partial class DatabaseErrors
{
    private const int SqliteError = 1, SqliteTooBig = 18, SqliteConstraint = 19, SqliteMismatch = 20, SqliteMisuse = 21, SqliteRange = 25;
    private const int SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
    private const int SqlServerDuplicateIndex = 2601, SqlServerDuplicateKey = 2627, SqlServerDeadlock = 1205;

    // SQL Server's severities: 13 a deadlock, 14 a right that is missing, 17 to 19 resources and the engine itself, from 20 on the
    // connection is gone, whatever the number says. On Linux a stopped server, a cut handshake and a time-out are all number 0.
    private const byte SqlServerLostConnection = 20, SqlServerResources = 17, SqlServerRights = 14, SqlServerNoDatabase = 11;

    // Of the severities that a statement can bring about itself, these numbers still tell of the server: a schema that is older than this
    // program (207, 208), a database that is missing, moved, offline or read-only (911, 942, 945, 3906, 3908), a session that was ended
    // (596, 3989), a service that pauses or stops (6005, 17142), a replica that is not readable (976, 983). EF Core's list comes on top.
    private static readonly HashSet<int> SqlServerStates =
        [207, 208, 233, 596, 911, 942, 945, 976, 983, 3906, 3908, 3989, 4060, 6005, 10053, 10054, 10060, 17142, 18456, SqlServerDeadlock];

    /// <summary>The database name of the unique index or key that was violated, or null if the error is something else.</summary>
    /// <param name="exception">What <c>SaveChangesAsync</c> threw.</param>
    /// <param name="database">The context's database, whose model knows the names of its indexes and keys.</param>
    /// <returns>Empty if a unique index was violated that the model does not have.</returns>
    public static string? ViolatedUniqueIndex(Exception exception, DatabaseFacade database) => Provider(exception) switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } e => e.ConstraintName ?? "",
        SqlException e when Duplicates(e) is { Count: > 0 } texts => NameIn(texts, database),
        SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey } e =>
            IndexOfColumns(e.Message, database),
        _ => null,
    };

    /// <summary>
    /// True if the database, the disk or the network refused, not the statement: the server is away, restarting, busy, read-only, full,
    /// renamed or closed to its login, it ended the statement, broke a deadlock, or its schema is still older than this program; or a key
    /// of the service is not in its place. The same work may succeed later without a change of it.
    /// </summary>
    public static bool IsInfrastructure(Exception exception) => Provider(exception) switch
    {
        PostgresException e => IsInfrastructure(e),
        NpgsqlOperationInProgressException => false, // Two statements at the same time on one connection: a fault of the program.
        NpgsqlException => true, // Whatever is not the server's own answer is the connection or its pool.
        SqlException e => e.Errors.Cast<SqlError>().Any(IsInfrastructure) || IsWorthARetry(e),
        SqliteException e => IsInfrastructure(e),
        DbException e => e.IsTransient,
        TimeoutException or SocketException or KeyUnavailableException => true,
        InvalidOperationException e => IsPoolExhausted(e),
        _ => false,
    };

    /// <summary>
    /// True if the database chose this transaction as the victim of a deadlock or of a serialisation conflict: nothing of it is left, and
    /// it may be repeated immediately.
    /// </summary>
    public static bool IsDeadlock(Exception exception) => Provider(exception) switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        SqlException e => e.Errors.Cast<SqlError>().Any(error => error.Number == SqlServerDeadlock),
        _ => false,
    };

    /// <summary>
    /// True if a statement ended because its caller cancelled it. Not every provider says so by <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="exception">What the statement threw.</param>
    /// <param name="cancellation">The token that the statement had.</param>
    public static bool IsCancellation(Exception exception, CancellationToken cancellation) => cancellation.IsCancellationRequested
        && Provider(exception) is OperationCanceledException
            or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            or SqlException { Number: 0, Class: < SqlServerLostConnection };

    // Classes of SQLSTATE that a statement or its values bring about: 0A, 21, 22, 23, 25, 42, 44, P0. Of these the exceptions tell of
    // the server: a transaction that may only read, a right that is missing, a schema that is older than this program.
    private static bool IsInfrastructure(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
        || e.SqlState[..2] is not ("0A" or "21" or "22" or "23" or "25" or "42" or "44" or "P0");

    private static bool IsInfrastructure(SqlError error) => error.Number is not (SqlServerDuplicateIndex or SqlServerDuplicateKey)
        && (error.Class is SqlServerNoDatabase or SqlServerRights or >= SqlServerResources || SqlServerStates.Contains(error.Number));

#pragma warning disable EF1001 // The list of EF Core's own retrying strategy; a copy of it would grow old.
    private static bool IsWorthARetry(SqlException e) => SqlServerTransientExceptionDetector.ShouldRetryOn(e);
#pragma warning restore EF1001

    private static bool IsInfrastructure(SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteTooBig or SqliteConstraint or SqliteMismatch or SqliteMisuse or SqliteRange => false,
        SqliteError => e.Message.Contains("no such table", StringComparison.Ordinal)
            || e.Message.Contains("no such column", StringComparison.Ordinal),
        _ => true,
    };

    // SqlClient has no other sign for a pool without a free connection.
    private static bool IsPoolExhausted(InvalidOperationException e) =>
        e.Source == "Microsoft.Data.SqlClient" && e.Message.Contains("pool", StringComparison.OrdinalIgnoreCase);

    private static Exception? Provider(Exception? exception)
    {
        while (exception is DbUpdateException or InvalidOperationException or AggregateException && exception.InnerException is not null)
        {
            exception = exception.InnerException;
        }

        return exception;
    }

    // Chinese text may follow a name directly, so only what the names of the model are made of continues one.
    private const string Identifier = "A-Za-z0-9_";

    // One exception carries the errors of a whole batch; which comes first depends on the order of its statements.
    private static List<string> Duplicates(SqlException exception) =>
        [
            .. exception.Errors.Cast<SqlError>().Where(error => error.Number is SqlServerDuplicateIndex or SqlServerDuplicateKey)
                .Select(error => error.Message)];

    // The texts are in the language of the login and quote in its way; the names of the model are the same in all. The value that was
    // refused comes last in each of them and may spell anything, so the first name counts.
    private static string NameIn(List<string> texts, DatabaseFacade database) => Tables(database)
        .SelectMany(
            table => table.Indexes.Where(index => index.IsUnique).Select(index => index.Name)
                .Concat(table.UniqueConstraints.Select(key => key.Name)))
        .Select(name => (Name: name, Position: texts.Min(text => PositionOf(name, text))))
        .Where(found => found.Position < int.MaxValue)
        .OrderBy(found => found.Position)
        .Select(found => found.Name)
        .FirstOrDefault("");

    private static int PositionOf(string name, string text) =>
        Regex.Match(
            text, $"(?<![{Identifier}]){Regex.Escape(name)}(?![{Identifier}])", RegexOptions.CultureInvariant) is { Success: true } match
            ? match.Index : int.MaxValue;

    // SQLite says "UNIQUE constraint failed: institutions.credit_code" or several columns, comma separated.
    private static string IndexOfColumns(string message, DatabaseFacade database)
    {
        var columns = SqliteColumns().Match(message).Groups[1].Value.Split(", ");
        foreach (var table in Tables(database))
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

    private static IEnumerable<Microsoft.EntityFrameworkCore.Metadata.ITable> Tables(DatabaseFacade database) =>
        ((IInfrastructure<IServiceProvider>)database).Instance.GetService(typeof(ICurrentDbContext)) is ICurrentDbContext context
            ? context.Context.Model.GetRelationalModel().Tables
            : [];

    [GeneratedRegex("constraint failed: ([^']+?)'?\\.?$")]
    private static partial Regex SqliteColumns();
}
