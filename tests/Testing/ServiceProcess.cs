using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace Oversight.Testing;

/// <summary>
/// A built service as a process of its own, as it runs when it is distributed: <c>dotnet …/Oversight.Registry.dll</c> with
/// environment variables. It can be killed and started again with the same configuration, and never outlives the tests.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly ConcurrentDictionary<string, int> LogNames = new();
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private ChildProcess? _child;

    /// <param name="project">The project, e.g. <c>Oversight.Registry</c>; it must have been built in this configuration.</param>
    /// <param name="address">Where the service listens, e.g. <c>http://127.0.0.1:15001</c>; passed on as <c>ASPNETCORE_URLS</c>.</param>
    /// <param name="environment">Further variables (<c>Oversight__Bus__Transport</c>); null removes an inherited one.</param>
    public ServiceProcess(string project, Uri address, IReadOnlyDictionary<string, string?> environment)
    {
        Project = project;
        Program = Repository.BuiltAssembly(project);
        _environment = new Dictionary<string, string?>(environment)
        {
            ["ASPNETCORE_URLS"] = environment.GetValueOrDefault("ASPNETCORE_URLS") ?? address.GetLeftPart(UriPartial.Authority),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        LogPath = NewLogPath(project);
    }

    /// <summary>The project whose assembly runs.</summary>
    public string Project { get; }

    /// <summary>A client of the service; it follows no redirects and keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>Standard output and error of all runs; kept under <c>artifacts/test-results/logs</c>.</summary>
    public string LogPath { get; }

    /// <summary>The assembly that runs: the built one, unless another is named.</summary>
    public string Program { get; init; }

    /// <summary>Arguments of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The path that answers 2xx once the service can work.</summary>
    public string ReadyPath { get; init; } = "/health/ready";

    /// <summary>How long a start may take before the test gives up.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How far the service stands back behind others that want the processor: 0 (not at all) to 19.</summary>
    public int Niceness { get; init; }

    /// <summary>The folder in which the process runs; null is the folder of the tests.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Whether the process is alive.</summary>
    public bool IsRunning => _child is { HasExited: false };

    /// <summary>The process id of the running service.</summary>
    public int ProcessId => _child?.Id ?? throw new InvalidOperationException($"{Project} was never started.");

    /// <summary>Starts the service, or starts it again, and returns when it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the end of its log is in the message.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await LaunchAsync();
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Starts the process without waiting for anything.</summary>
    public async Task LaunchAsync()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"{Project} runs already.");
        }

        _child?.Dispose();
        _child = await ChildProcess.StartAsync(new ChildSpecification
        {
            Program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Executables.Find("dotnet") ?? "dotnet",
            Arguments = [Program, .. Arguments],
            Environment = _environment,
            LogPath = LogPath,
            WorkingFolder = WorkingFolder,
            Niceness = Niceness,
        });
    }

    /// <summary>Returns when <see cref="ReadyPath"/> answers 2xx.</summary>
    /// <exception cref="InvalidOperationException">As of <see cref="StartAsync"/>.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        var last = "no answer";
        while (Stopwatch.GetElapsedTime(started) < StartLimit)
        {
            if (!IsRunning)
            {
                throw new InvalidOperationException(
                    $"{Project} ended with {_child?.ExitCode} before it was ready. {ChildProcess.Tail(LogPath)}");
            }

            using var probeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            probeLimit.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                using var answer = await Client.GetAsync(ReadyPath, probeLimit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(probeLimit.Token)}";
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            await Task.Delay(ProbeInterval, cancellationToken);
        }

        throw new InvalidOperationException(
            $"{Project} was not ready within {StartLimit.TotalSeconds} s: {last}. {ChildProcess.Tail(LogPath)}");
    }

    /// <summary>Runs a command of the service (<see cref="Arguments"/>) to its end. Returns the exit code.</summary>
    /// <exception cref="TimeoutException">It did not end within <see cref="StartLimit"/>.</exception>
    public async Task<int> RunToEndAsync(CancellationToken cancellationToken = default)
    {
        await LaunchAsync();
        await Eventually.BecomesTrueAsync(() => !IsRunning, StartLimit, $"{Project} {string.Join(' ', Arguments)} has ended");
        cancellationToken.ThrowIfCancellationRequested();
        return _child!.ExitCode;
    }

    /// <summary>SIGKILL: the process has no chance to finish anything.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default) => _child?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>SIGTERM, as an orchestrator stops a replica. Returns the exit code.</summary>
    /// <exception cref="InvalidOperationException">The service did not end within 40 s and was killed.</exception>
    public async Task<int> StopAsync(CancellationToken cancellationToken = default)
    {
        if (_child is null)
        {
            return 0;
        }

        return await _child.StopAsync(TimeSpan.FromSeconds(40), cancellationToken)
            ? _child.ExitCode
            : throw new InvalidOperationException($"{Project} did not end upon SIGTERM. {ChildProcess.Tail(LogPath)}");
    }

    /// <summary>Everything that the service has written so far.</summary>
    public async Task<string> ReadLogAsync(CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(LogPath, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Kills the process.</summary>
    public ValueTask DisposeAsync()
    {
        _child?.Dispose();
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string NewLogPath(string project)
    {
        var run = Assembly.GetEntryAssembly()?.GetName().Name ?? "tests";
        var folder = Directory.CreateDirectory(Path.Combine(Repository.ResultsFolder, "logs", run)).FullName;
        var path = Path.Combine(folder, $"{project}-{LogNames.AddOrUpdate(project, 1, static (_, last) => last + 1)}.log");
        File.Delete(path);
        return path;
    }
}
