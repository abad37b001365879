using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Oversight.Benchmarks;

/// <summary>
/// Fills the databases up: so many institutions and complaints cannot be entered through the API within a benchmark. What the API
/// has entered is copied row by row, with other ids and codes, in every table that such an entry makes; the copies fit together,
/// since the same id becomes the same id everywhere.
/// </summary>
internal static class Crowd
{
    private static readonly string[] Infrastructure = ["known_institutions"];

    private static readonly (string Service, string[] Tables)[] OfInstitutions =
    [
        ("registry", ["institutions", "legal_events", "deadlines"]),
        ("inspection", Infrastructure),
        ("enforcement", Infrastructure),
        ("complaint", Infrastructure),
        ("creditfile", [.. Infrastructure, "institution_files", "credit_facts"]),
        ("disclosure", ["institutions", "institution_events", "name_grams", "ratings", "rating_lines"]),
    ];

    private static readonly (string Service, string[] Tables)[] OfPublishers = [
        ("registry", ["institutions", "legal_events", "deadlines"]), ("creditfile", ["institution_files"])];

    private static readonly (string Service, string[] Tables)[] OfComplaints = [
        ("complaint", ["intakes", "complainants", "matters", "matter_entries", "clocks", "deadlines"])];

    // Texts that must be unique; their first characters become the number of the copy.
    private static readonly string[] Codes = ["credit_code", "licence_number", "code_hash"];

    /// <summary>Copies every institution so many times.</summary>
    public static Task CopyInstitutionsAsync(Func<string, DbConnection> database, int copies) =>
        CopyAsync(database, OfInstitutions, copies);

    /// <summary>Copies every institution so many times in the register and in the credit file, and not where it is only a copy.</summary>
    public static Task CopyPublishersAsync(Func<string, DbConnection> database, int copies) => CopyAsync(database, OfPublishers, copies);

    /// <summary>Copies every complaint so many times.</summary>
    public static Task CopyComplaintsAsync(Func<string, DbConnection> database, int copies) => CopyAsync(database, OfComplaints, copies);

    private static async Task CopyAsync(Func<string, DbConnection> database, (string Service, string[] Tables)[] plan, int copies)
    {
        foreach (var (service, tables) in plan)
        {
            await using var connection = database(service);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 600;
            command.CommandText = connection is SqliteConnection
                ? "pragma busy_timeout = 60000; pragma foreign_keys = off" : "set session_replication_role = replica";
            await command.ExecuteNonQueryAsync();
            foreach (var table in tables)
            {
                command.CommandText = await CopyOfAsync(connection, table, copies);
                await command.ExecuteNonQueryAsync();
            }

            if (connection is not SqliteConnection)
            {
                command.CommandText = "analyze"; // The server would do it by itself within minutes; nothing does for SQLite.
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    private static async Task<string> CopyOfAsync(DbConnection connection, string table, int copies)
    {
        var sqlite = connection is SqliteConnection;
        var columns = new List<string>();
        var values = new List<string>();
        await using var sample = connection.CreateCommand();
        sample.CommandText = $"select * from {table} limit 500";
        await using var reader = await sample.ExecuteReaderAsync();
        var ids = new HashSet<string>();
        while (await reader.ReadAsync())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.GetValue(i) is Guid
                    || (reader.GetValue(i) is string { Length: 36 } text && Guid.TryParseExact(text, "D", out _)))
                {
                    ids.Add(reader.GetName(i));
                }
            }
        }

        for (var i = 0; i < reader.FieldCount; i++)
        {
            var name = reader.GetName(i);
            columns.Add($"\"{name}\"");
            values.Add((ids.Contains(name), Codes.Contains(name)) switch
            {
                (true, _) when sqlite => $"printf('%08X', n) || substr(\"{name}\", 9)",
                (true, _) =>
                    $"(lpad(to_hex(n), 8, '0') || substr(\"{name}\"::text, 9)){(reader.GetDataTypeName(i) == "uuid" ? "::uuid" : "")}",
                (_, true) when sqlite => $"printf('x%03X', n) || substr(\"{name}\", 5)",
                (_, true) => $"'x' || lpad(to_hex(n), 3, '0') || substr(\"{name}\", 5)",
                _ => $"\"{name}\"",
            });
        }

        var number = copies.ToString(CultureInfo.InvariantCulture);
        var (into, what) = ($"insert into {table} ({string.Join(", ", columns)})", $"select {string.Join(", ", values)} from");
        return sqlite
            ? $"create temp table source as select * from main.{table};"
                + $"with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {number}) {into} {what} source, "
                + "numbers; drop table source"
            : $"{into} {what} {table} cross join generate_series(1, {number}) as numbers(n)";
    }
}
