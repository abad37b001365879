using Npgsql;
using Testcontainers.PostgreSql;
using Xunit;

namespace Oversight.Testing;

/// <summary>
/// A real PostgreSQL of this test process alone: the installed one, else a container. Use it as an assembly, collection
/// or class fixture, or make one with <see cref="Durable"/>; tests that only need a database use <see cref="Shared"/>
/// (or <see cref="DatabaseDataAttribute"/>) and never kill it.
/// </summary>
/// <remarks>
/// Where no PostgreSQL can be had, <see cref="MissingReason"/> says what to install and the tests skip by <see cref="SkipIfMissing"/>.
/// </remarks>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    internal const string User = "oversight";
    private const string Password = "oversight";
    private static readonly Lazy<PostgreSqlServer> SharedServer = new(() => new PostgreSqlServer(durable: false));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly int _port = Ports.Free();
    private readonly bool _durable;
    private readonly bool _inContainer;
    private IServerHost? _host;
    private int _nextDatabase;

    /// <summary>A server that trades safety against a power cut for speed; SIGKILL loses nothing.</summary>
    public PostgreSqlServer()
        : this(durable: false)
    {
    }

    private PostgreSqlServer(bool durable, bool inContainer = false) => (_durable, _inContainer) = (durable, inContainer);

    /// <summary>The server that all tests of this process share. It starts at the first use and ends with the process.</summary>
    public static PostgreSqlServer Shared => SharedServer.Value;

    /// <summary>Null where PostgreSQL can be had; otherwise what to install.</summary>
    public static string? MissingReason { get; } =
        PostgreSqlHost.FindBinaries() is not null || DockerEngine.IsReachable
            ? null
            : "PostgreSQL is not installed and no Docker engine answers: apt-get install postgresql (tests/run.sh does it), or start "
                + "Docker.";

    /// <summary>The connection string of the server's own database <c>postgres</c>, for administration.</summary>
    public string AdministrationConnectionString => ConnectionString("postgres");

    /// <summary>The postmaster, where the server runs on this machine itself; otherwise null.</summary>
    public int? ProcessId => _host is PostgreSqlHost { IsRunning: true } host ? host.ProcessId : null;

    /// <summary>A server with <c>fsync</c> on, for durability tests. It is not started yet; dispose of it.</summary>
    public static PostgreSqlServer Durable() => new(durable: true);

    /// <summary>The same in a container, also where PostgreSQL is installed.</summary>
    /// <remarks>Where no engine answers, starting it skips the test with the reason.</remarks>
    public static PostgreSqlServer DurableInContainer() => new(durable: true, inContainer: true);

    /// <summary>Skips the running test, with the reason, where no PostgreSQL can be had.</summary>
    public static void SkipIfMissing() => Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");

    /// <summary>Starts the server as a fixture; where it is missing, nothing happens and the tests skip.</summary>
    public async ValueTask InitializeAsync()
    {
        if (MissingReason is null)
        {
            await StartAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Starts the server, or starts it again after a stop or a kill: same data, same address. Nothing happens if it runs.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_inContainer)
        {
            DockerEngine.SkipIfMissing();
        }

        SkipIfMissing();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _host ??= PostgreSqlHost.FindBinaries() is { } binaries && !_inContainer
                ? new PostgreSqlHost(binaries, _port, _durable)
                : new ContainerHost(new PostgreSqlBuilder(DockerEngine.PostgreSqlImage)
                    .WithUsername(User)
                    .WithPassword(Password)
                    .WithPortBinding(_port, 5432)
                    .WithCommand([.. Settings(_durable)])
                    .Build());
            await ServerStart.UntilReadyAsync(_host, "PostgreSQL", ProbeAsync, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>SIGKILL to the postmaster and all of its children.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        await Running.KillAsync(cancellationToken);
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Ends the server in order.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlConnection.ClearAllPools();
        await Running.StopAsync(cancellationToken);
    }

    /// <summary>Makes a new, empty database and returns its connection string. Starts the server if it does not run yet.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        var name = $"t{Interlocked.Increment(ref _nextDatabase)}";
        await using var connection = new NpgsqlConnection(AdministrationConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>The connection string of a database that may not exist yet, e.g. with the placeholder <c>{service}</c>.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username={User};Password={Password};Database={database};Timeout=15;Command Timeout=60;Maximum Pool "
            + "Size=40";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _turn.Dispose();
    }

    // synchronous_commit is always on: without it a SIGKILL may lose what was acknowledged, even with fsync on.
    internal static IEnumerable<string> Settings(bool durable) =>
    [
        "-c", "max_connections=300",
        "-c", "shared_buffers=64MB",
        "-c", $"fsync={(durable ? "on" : "off")}",
        "-c", $"full_page_writes={(durable ? "on" : "off")}",
        "-c", "synchronous_commit=on",
    ];

    private IServerHost Running => _host ?? throw new InvalidOperationException("The server was never started.");

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{AdministrationConnectionString};Pooling=false;Timeout=3");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync(cancellationToken);
    }
}
