using System.Data.Common;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence;

/// <summary>
/// Reads what a database says of its keys. Without EF Core, which would build the model of every service for it: most of a second of
/// each start.
/// </summary>
internal static class KeyCheckTable
{
    private const string Query = "SELECT kind, key_id, check_value, "
        + "CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, CASE WHEN lost_at IS NULL THEN 0 ELSE 1 END FROM key_checks";

    /// <summary>Every key that was ever introduced; of the instants only whether there is one.</summary>
    /// <exception cref="DbException">The server does not answer, or the schema is older than this program.</exception>
    public static async Task<IReadOnlyList<KeyCheck>> ReadAsync(DatabaseLocation database, CancellationToken cancellation)
    {
        await using var connection = database.Connect();
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Query;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var checks = new List<KeyCheck>();
        while (await rows.ReadAsync(cancellation))
        {
            checks.Add(new KeyCheck
            {
                Kind = Enum.Parse<KeyKind>(rows.GetString(0)),
                KeyId = rows.GetString(1),
                CheckValue = rows.GetString(2),
                CreatedAt = DateTime.UnixEpoch,
                RetiredAt = Flag(rows, 3),
                LostAt = Flag(rows, 4),
            });
        }

        return checks;
    }

    private static DateTime? Flag(DbDataReader rows, int column) =>
        Convert.ToInt64(rows.GetValue(column), System.Globalization.CultureInfo.InvariantCulture) == 0 ? null : DateTime.UnixEpoch;
}
