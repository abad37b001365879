using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence;

/// <summary>The write-ahead log of a SQLite database, which keeps what was overwritten or deleted until its pages are used again.</summary>
internal static class SqliteLog
{
    // The log cannot be cut off while somebody reads an older state. It is tried again another time rather than waited for: writers wait
    // meanwhile.
    private const string Truncate = "PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 10000;";

    /// <summary>Moves the log into the database and cuts it off, if nobody uses it; nothing happens on other providers.</summary>
    public static Task TruncateAsync(DbContext context, CancellationToken cancellation) =>
        context.Database.IsSqlite() ? context.Database.ExecuteSqlRawAsync(Truncate, cancellation) : Task.CompletedTask;
}
