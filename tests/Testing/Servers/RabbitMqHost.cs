using System.Globalization;

namespace Oversight.Testing;

/// <summary>
/// The RabbitMQ installed on this machine, as a private node: own name, ports, data, cookie and port mapper; nothing of
/// the system's own broker is read or touched.
/// </summary>
internal sealed class RabbitMqHost : IServerHost
{
    private const string SystemUser = "rabbitmq";
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private readonly string _home = RunFolder.PathFor("rabbitmq");
    private readonly string _log = RunFolder.PathFor("rabbitmq.log");
    private readonly Dictionary<string, string?> _environment;
    private readonly int _mapperPort = Ports.Free();
    private ChildProcess? _mapper;
    private ChildProcess? _broker;

    public RabbitMqHost(int port)
    {
        var node = string.Create(CultureInfo.InvariantCulture, $"oversight{port}@localhost");
        _environment = new Dictionary<string, string?>
        {
            ["HOME"] = _home,
            ["RABBITMQ_NODENAME"] = node,
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(port),
            ["RABBITMQ_DIST_PORT"] = Text(Ports.Free()),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_home, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_home, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_home, "rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_home, "advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_home, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_home, "broker.pid"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            // On a machine shared with the tests the schedulers must sleep when they have nothing to do.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_PORT"] = Text(_mapperPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            // With it the script becomes the broker instead of watching over one, so that a SIGKILL meets the broker.
            ["RUNNING_UNDER_SYSTEMD"] = "1",
        };
    }

    public bool IsRunning => _broker is { HasExited: false };

    public int ProcessId => _broker!.Id;

    /// <summary>Whether the broker is installed and can be started as its own user.</summary>
    public static bool IsInstalled { get; } =
        File.Exists($"{Programs}/rabbitmq-server")
        && Executables.Find("epmd") is not null
        && (!Environment.IsPrivilegedProcess || Executables.Find("setpriv") is not null);

    public async Task LaunchAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_home))
        {
            await PrepareAsync(cancellationToken);
        }

        // The broker would start a port mapper by itself, but as a daemon that outlives everything.
        if (_mapper is not { HasExited: false })
        {
            _mapper = await StartAsync(Executables.Find("epmd")!, ["-address", "127.0.0.1", "-port", Text(_mapperPort)]);
        }

        _broker?.Dispose();
        _broker = await StartAsync($"{Programs}/rabbitmq-server", []);
    }

    public Task KillAsync(CancellationToken cancellationToken) => _broker?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        _broker?.StopAsync(TimeSpan.FromSeconds(30), cancellationToken) ?? Task.CompletedTask;

    /// <summary>Runs <c>rabbitmqctl</c> against this node. Takes a second or two.</summary>
    public Task<string> ControlAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (program, rest) = Executables.As(SystemUser, $"{Programs}/rabbitmqctl", ["--quiet", .. arguments]);
        var environment = _environment.ToDictionary(pair => pair.Key, pair => pair.Value!);
        environment["LANG"] = "C.UTF-8";
        return Executables.RunAsync(program, rest, environment, cancellationToken);
    }

    public string Diagnosis() => ChildProcess.Tail(_log);

    public ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        _mapper?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Executables.MakePrivateFolderAsync(_home, SystemUser, cancellationToken);
        var cookie = Path.Combine(_home, ".erlang.cookie");
        await File.WriteAllTextAsync(cookie, "OVERSIGHT" + Guid.CreateVersion7().ToString("N"), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_home, "enabled_plugins"), "[].\n", cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_home, "rabbitmq.conf"),
            """
            log.console = true
            log.console.level = warning
            disk_free_limit.absolute = 50MB
            vm_memory_high_watermark.absolute = 512MB

            """,
            cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            await Executables.RunAsync(Executables.Find("chown")!, ["-R", $"{SystemUser}:{SystemUser}", _home], null, cancellationToken);
        }

        await Executables.RunAsync(Executables.Find("chmod")!, ["400", cookie], null, cancellationToken);
    }

    private Task<ChildProcess> StartAsync(string program, IReadOnlyList<string> arguments) =>
        ChildProcess.StartAsync(new ChildSpecification
        {
            Program = program,
            Arguments = arguments,
            Environment = _environment,
            InheritsEnvironment = false,
            LogPath = _log,
            User = SystemUser,
            WorkingFolder = "/",
        });
}
