using Microsoft.Data.Sqlite;
using Xunit;
using Xunit.Sdk;

namespace Oversight.Testing;

/// <summary>One of the databases that the platform supports, as the argument of a theory.</summary>
public sealed class DatabaseRow : IXunitSerializable
{
    /// <summary>The providers by the names of the configuration <c>Oversight:Database:Provider</c>.</summary>
    public const string Sqlite = "Sqlite";

    /// <inheritdoc cref="Sqlite"/>
    public const string PostgreSql = "PostgreSql";

    /// <inheritdoc cref="Sqlite"/>
    public const string SqlServer = "SqlServer";

    /// <summary>For the deserializer of the test runner.</summary>
    public DatabaseRow()
        : this(Sqlite)
    {
    }

    /// <param name="provider">One of the three constants.</param>
    public DatabaseRow(string provider) => Provider = provider;

    /// <summary><see cref="Sqlite"/>, <see cref="PostgreSql"/> or <see cref="SqlServer"/>.</summary>
    public string Provider { get; private set; }

    /// <summary>Null where this database can be had; otherwise what to install or to configure.</summary>
    public string? MissingReason => Provider switch
    {
        PostgreSql => PostgreSqlServer.MissingReason,
        SqlServer => SqlServerSource.MissingReason,
        _ => null,
    };

    /// <summary>
    /// The connection string of a new, empty database of this test alone. The server starts at the first call; the database
    /// goes with the test process. A SQLite file is in WAL mode from the start.
    /// </summary>
    public async Task<string> NewConnectionStringAsync(CancellationToken cancellationToken = default)
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        return Provider switch
        {
            Sqlite => await NewSqliteAsync(cancellationToken),
            PostgreSql => await PostgreSqlServer.Shared.CreateDatabaseAsync(cancellationToken),
            SqlServer => await SqlServerSource.CreateDatabaseAsync(cancellationToken),
            _ => throw new InvalidOperationException($"No such provider: {Provider}."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Provider;

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info) => Provider = info.GetValue<string>(nameof(Provider))!;

    void IXunitSerializable.Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Provider), Provider);

    private static async Task<string> NewSqliteAsync(CancellationToken cancellationToken)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = RunFolder.PathFor("sqlite.db") }.ConnectionString;
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode = wal";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connectionString;
    }
}
