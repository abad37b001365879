using System.Globalization;

namespace Oversight.Testing;

/// <summary>The PostgreSQL installed on this machine, with a data folder and a port of its own.</summary>
internal sealed class PostgreSqlHost(string binaries, int port, bool durable) : IServerHost
{
    private const string SystemUser = "postgres";
    private readonly string _data = RunFolder.PathFor("postgresql");
    private readonly string _log = RunFolder.PathFor("postgresql.log");
    private ChildProcess? _server;

    public bool IsRunning => _server is { HasExited: false };

    public int ProcessId => _server!.Id;

    /// <summary>The folder of the newest installed server, or null.</summary>
    public static string? FindBinaries()
    {
        if (Environment.IsPrivilegedProcess && Executables.Find("setpriv") is null)
        {
            return null;
        }

        return new[] { "/usr/lib/postgresql", "/usr/local/lib/postgresql" }
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
            .OrderByDescending(
                folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault()
            ?? (Executables.Find("initdb") is { } initdb ? Path.GetDirectoryName(initdb) : null);
    }

    public async Task LaunchAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_data))
        {
            await Executables.MakePrivateFolderAsync(_data, SystemUser, cancellationToken);
            // C.UTF-8 and not C: in C no Chinese character counts as a letter, and pg_trgm would index nothing.
            var (program, arguments) = Executables.As(
                SystemUser,
                Path.Combine(binaries, "initdb"),
                ["-D", _data, "-U", PostgreSqlServer.User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
            await Executables.RunAsync(program, arguments, null, cancellationToken);
        }

        _server?.Dispose();
        _server = await ChildProcess.StartAsync(new ChildSpecification
        {
            Program = Path.Combine(binaries, "postgres"),
            Arguments =
            [
                "-D", _data,
                "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
                "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=",
                .. PostgreSqlServer.Settings(durable),
            ],
            InheritsEnvironment = false,
            LogPath = _log,
            User = SystemUser,
            WorkingFolder = "/",
        });
    }

    public Task KillAsync(CancellationToken cancellationToken) => _server?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        _server?.StopAsync(TimeSpan.FromSeconds(20), cancellationToken) ?? Task.CompletedTask;

    public string Diagnosis() => ChildProcess.Tail(_log);

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }
}
