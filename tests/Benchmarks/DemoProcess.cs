using System.Globalization;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>
/// Standalone as a user starts it, a process of its own with the demo data, without rate limits, and the processor time that it took.
/// </summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux
    private static readonly string[] Policies = ["public-read", "public-write", "sign-in", "token"];
    private readonly ServiceProcess _process;
    private readonly string _folder;

    private DemoProcess(ServiceProcess process, string folder) => (_process, _folder) = (process, folder);

    public HttpClient Client => _process.Client;

    public Uri Address => _process.Client.BaseAddress!;

    /// <summary>A department's system: its client id and its secret.</summary>
    public (string Id, string Secret) System { get; private set; }

    /// <summary>Starts it and returns when the demo is loaded and public.</summary>
    public static async Task<DemoProcess> StartAsync()
    {
        var (port, folder) = (Ports.Free(), RunFolder.PathFor("demo"));
        var process = new ServiceProcess(
            "Oversight.Standalone", new Uri($"http://localhost:{port}"),
            new Dictionary<string, string?> { ["Logging__LogLevel__Default"] = "Warning" })
        {
            Arguments = [
                "--port", $"{port}", "--data", folder,
                .. Policies.SelectMany(
                    policy => new[] { "Burst", "Tokens" }.Select(
                        number => $"--Oversight:Gateway:RateLimits:{policy}:PerAddress:{number}=1000000000"))],
            ReadyPath = "/gateway/ping",
        };
        Report.Say("loading the demo data …");
        await process.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => (await process.ReadLogAsync()).Contains("Oversight runs", StringComparison.Ordinal), TimeSpan.FromMinutes(10),
            "the demo data is loaded");
        var accounts = await File.ReadAllLinesAsync(Path.Combine(folder, "first-accounts.txt"));
        var system = accounts[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new DemoProcess(process, folder) { System = (system[0], system[1]) };
    }

    /// <summary>The file of a service's database.</summary>
    public string Database(string service) => Path.Combine(_folder, $"{service}.db");

    /// <summary>Processor time of the whole process since its start, all threads, in milliseconds; exact to 10 ms.</summary>
    public async Task<double> CpuAsync()
    {
        var text = await File.ReadAllTextAsync($"/proc/{_process.ProcessId}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 1000 / TicksPerSecond;
    }

    /// <summary>How often threads of the process waited for something so far, by name of the thread.</summary>
    public Dictionary<string, long> Waits()
    {
        var waits = new Dictionary<string, long>();
        foreach (var task in Directory.EnumerateDirectories($"/proc/{_process.ProcessId}/task"))
        {
            try
            {
                var lines = File.ReadAllLines(Path.Combine(task, "status"));
                string Of(string name) =>
                    lines.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split(':', 2)[1].Trim();
                waits[Of("Name")] = waits.GetValueOrDefault(Of("Name")) + long.Parse(
                    Of("voluntary_ctxt_switches"), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }

        return waits;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
