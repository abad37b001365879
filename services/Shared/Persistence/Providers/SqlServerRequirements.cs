using System.Data.Common;

namespace Oversight.Persistence;

/// <summary>
/// What a SQL Server database must be set to. A database that EF Core creates has some of it; one that an administrator creates
/// by <c>CREATE DATABASE</c> has the server's defaults.
/// </summary>
internal static class SqlServerRequirements
{
    private const int LeastCompatibilityLevel = 130; // OPENJSON, by which long lists of values are sent.

    private const string Settings =
        "SELECT name, collation_name, is_read_committed_snapshot_on, compatibility_level, (SELECT COUNT(*) FROM sys.tables) "
        + "FROM sys.databases WHERE database_id = DB_ID()";

    /// <summary>
    /// What an administrator has to run, each with its reason; empty if nothing. The connection is open on the database.
    /// </summary>
    public static async Task<IReadOnlyList<string>> UnmetAsync(DbConnection connection, CancellationToken cancellation) =>
        (await ReadAsync(connection, cancellation)).Unmet;

    /// <summary>Sets an empty database up; one that has tables is left as it is.</summary>
    /// <exception cref="SchemaRefusedException">Something is unmet and the database has tables, or the login may not change it.</exception>
    public static async Task PrepareAsync(DbConnection connection, CancellationToken cancellation)
    {
        var state = await ReadAsync(connection, cancellation);
        if (state.Unmet.Count == 0)
        {
            return;
        }

        if (state.Tables > 0)
        {
            throw new SchemaRefusedException(state.Unmet);
        }

        try
        {
            foreach (var statement in state.Statements)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = statement;
                await command.ExecuteNonQueryAsync(cancellation);
            }
        }
        catch (DbException e)
        {
            throw new SchemaRefusedException(state.Unmet, e);
        }
    }

    private static async Task<State> ReadAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var name = row.GetString(0).Replace("]", "]]", StringComparison.Ordinal);
        return StateOf(name, row.IsDBNull(1) ? "" : row.GetString(1), row.GetBoolean(2), row.GetByte(3), row.GetInt32(4));
    }

    internal static State StateOf(string quotedName, string collation, bool snapshot, int compatibilityLevel, int tables)
    {
        var (statements, unmet) = (new List<string>(), new List<string>());
        if (collation != StoredForms.SqlServerCollation)
        {
            Need(
                $"ALTER DATABASE [{quotedName}] COLLATE {StoredForms.SqlServerCollation};",
                $"the collation is {collation}: lists of values would not compare with the columns (error 468)");
        }

        if (!snapshot)
        {
            Need(
                $"ALTER DATABASE [{quotedName}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;",
                "READ_COMMITTED_SNAPSHOT is off: readers would wait for an import");
        }

        if (compatibilityLevel < LeastCompatibilityLevel)
        {
            Need(
                $"ALTER DATABASE [{quotedName}] SET COMPATIBILITY_LEVEL = {LeastCompatibilityLevel};",
                $"the compatibility level is {compatibilityLevel}: OPENJSON is not known");
        }

        return new State(statements, unmet, tables);

        void Need(string statement, string reason)
        {
            statements.Add(statement);
            unmet.Add($"{statement} -- {reason}");
        }
    }

    internal sealed record State(IReadOnlyList<string> Statements, IReadOnlyList<string> Unmet, int Tables);
}

/// <summary>The database cannot be used as it is set; an administrator has to run <see cref="Statements"/> first.</summary>
public sealed class SchemaRefusedException(IReadOnlyList<string> statements, Exception? inner = null)
    : Exception(
        $"The database needs other settings. A database administrator has to "
            + $"run:{Environment.NewLine}{string.Join(Environment.NewLine, statements)}", inner)
{
    /// <summary>Each statement with its reason as a comment.</summary>
    public IReadOnlyList<string> Statements { get; } = statements;
}
