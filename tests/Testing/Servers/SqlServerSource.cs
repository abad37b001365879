using Microsoft.Data.SqlClient;
using Testcontainers.MsSql;

namespace Oversight.Testing;

/// <summary>
/// SQL Server: the one named by <see cref="EnvironmentVariable"/>, else a container. None can be installed by the tests.
/// Databases made on a named server are dropped when the test process ends.
/// </summary>
internal static class SqlServerSource
{
    public const string EnvironmentVariable = "OVERSIGHT_TEST_SQLSERVER";
    private const string Image = "mcr.microsoft.com/mssql/server:2022-latest";
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static MsSqlContainer? _container;
    private static Exception? _skip;

    public static string? MissingReason { get; } =
        Configured is not null || DockerEngine.IsReachable
            ? null
            : $"No SQL Server: set {EnvironmentVariable} to a connection string, or start a Docker engine that has {Image}.";

    private static string? Configured =>
        Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } configured ? configured : null;

    public static async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var server = Configured ?? await ContainerAsync(cancellationToken);
        var name = $"oversight_test_{Guid.CreateVersion7():N}";
        await ExecuteAsync(server, $"create database {name}", cancellationToken);
        if (Configured is not null)
        {
            ProcessEnd.Do(() => Drop(server, name));
        }

        return new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
    }

    private static async Task<string> ContainerAsync(CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        try
        {
            if (_skip is not null)
            {
                throw _skip; // The engine has no such image; asking it again for every test only costs time.
            }

            if (_container is null)
            {
                var container = new MsSqlBuilder(Image).Build();
                try
                {
                    await DockerEngine.StartAsync(container, cancellationToken);
                }
                catch (Exception skip) when (skip is not OperationCanceledException)
                {
                    _skip = skip;
                    throw;
                }

                _container = container;
                ProcessEnd.Do(() => container.DisposeAsync().AsTask().GetAwaiter().GetResult());
            }

            return _container.GetConnectionString();
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Drop(string server, string name)
    {
        try
        {
            SqlConnection.ClearAllPools();
            ExecuteAsync(
                server, $"alter database {name} set single_user with rollback immediate; drop database {name}", CancellationToken.None)
                .GetAwaiter().GetResult();
        }
        catch (SqlException)
        {
            // The server has gone; it was not ours to keep clean any longer.
        }
    }
}
