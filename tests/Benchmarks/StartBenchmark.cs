using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>
/// From the start of the process to the first look-up that succeeds, and the resident memory after it; beside the gateway alone.
/// </summary>
internal static class StartBenchmark
{
    private const int Starts = 5;
    private const string LookUp = "/api/disclosure/v1/institutions?q=%E5%B9%BC%E5%84%BF%E5%9B%AD";

    public static async Task RunAsync()
    {
        var report = new Report("Cold start to the first successful look-up", "process", "median ms", "slowest ms", "resident MB after it");
        var empty = new Durations();
        for (var i = 0; i < 3; i++)
        {
            var (took, _) = await OnceAsync("Oversight.Standalone", RunFolder.PathFor("empty"), LookUp, arguments: "--no-demo");
            empty.Add(took);
        }

        var folder = RunFolder.PathFor("demo");
        Report.Say("loading the demo data …");
        await using (var first = Process("Oversight.Standalone", folder, LookUp))
        {
            await first.StartAsync();
            await Eventually.BecomesTrueAsync(
                async () => (await first.ReadLogAsync()).Contains("Oversight runs", StringComparison.Ordinal), TimeSpan.FromMinutes(3),
                "the demo data is loaded");
            await Eventually.BecomesTrueAsync(
                async () => (await first.Client.GetStringAsync(LookUp)).Contains("\"id\"", StringComparison.Ordinal),
                TimeSpan.FromMinutes(3), "it can be looked up");
            await first.StopAsync();
        }

        var compiled = await PublishAsync();
        var (standalone, published, gateway) = (new Durations(), new Durations(), new Durations());
        var (memory, publishedMemory, gatewayMemory) = (0L, 0L, 0L);
        for (var i = 0; i < Starts; i++)
        {
            var (took, resident) = await OnceAsync("Oversight.Standalone", folder, LookUp);
            standalone.Add(took);
            memory = Math.Max(memory, resident);
            (took, resident) = await OnceAsync("Oversight.Standalone", folder, LookUp, program: compiled);
            published.Add(took);
            publishedMemory = Math.Max(publishedMemory, resident);
            (took, resident) = await OnceAsync("Oversight.Gateway", null, "/gateway/ping");
            gateway.Add(took);
            gatewayMemory = Math.Max(gatewayMemory, resident);
        }

        report.Add(
            "standalone as published, 2,000 institutions", Report.Ms(published.At(0.5)), Report.Ms(published.At(1)), publishedMemory);
        report.Add("standalone as built, 2,000 institutions", Report.Ms(standalone.At(0.5)), Report.Ms(standalone.At(1)), memory);
        report.Add(
            "standalone as built, first start on an empty folder (makes the databases)", Report.Ms(empty.At(0.5)),
            Report.Ms(empty.At(1)), "");
        report.Add("limit: the gateway alone, to its ping", Report.Ms(gateway.At(0.5)), Report.Ms(gateway.At(1)), gatewayMemory);
        report.Print();
    }

    // As the README says that it is installed: compiled ahead of time for this machine.
    private static async Task<string> PublishAsync()
    {
        Report.Say("publishing …");
        var folder = RunFolder.PathFor("published");
        using var publish = System.Diagnostics.Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
                { "publish", Path.Combine(Repository.Root!, "deploy", "standalone"), "--runtime", RuntimeInformation.RuntimeIdentifier,
                    "--output", folder, "-v", "q", "-p:RunAnalyzers=false" },
        })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(folder, "Oversight.Standalone.dll") : throw new InvalidOperationException("Standalone could not be published.");
    }

    private static async Task<(TimeSpan Took, long ResidentMegabytes)> OnceAsync(
        string project, string? folder, string path, string? program = null, params string[] arguments)
    {
        await using var process = Process(project, folder, path, program, arguments);
        var begun = Stopwatch.GetTimestamp();
        await process.LaunchAsync();
        while (true)
        {
            try
            {
                using var answer = await process.Client.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    break;
                }
            }
            catch (HttpRequestException) when (process.IsRunning && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(1))
            {
                // It does not listen yet.
            }

            await Task.Delay(5);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        var resident = (await File.ReadAllLinesAsync($"/proc/{process.ProcessId}/status"))
            .Single(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await process.KillAsync();
        return (took, long.Parse(resident, CultureInfo.InvariantCulture) / 1024);
    }

    private static ServiceProcess Process(string project, string? folder, string path, string? program = null, params string[] arguments)
    {
        var port = Ports.Free();
        string[] own = folder is null ? [$"--urls=http://localhost:{port}"] : ["--port", $"{port}", "--data", folder];
        var environment = new Dictionary<string, string?>();
        if (folder is null)
        {
            foreach (var cluster in new[] { "registry", "inspection", "enforcement", "creditfile", "complaint", "disclosure", "identity" })
            {
                environment[$"Oversight__Gateway__Destinations__{cluster}__0"] = "http://127.0.0.1:9";
            }

            environment["Oversight__Auth__Issuer"] = $"http://localhost:{port}/";
        }

        return new ServiceProcess(project, new Uri($"http://localhost:{port}"), environment) 
        {
            Arguments = [.. own, .. arguments], ReadyPath = path, Program = program ?? Repository.BuiltAssembly(project),
        };
    }
}
