using System.Globalization;

namespace Oversight.Benchmarks;

/// <summary>What standalone costs while nobody asks anything: processor time, and how often its threads wake.</summary>
internal static class IdleBenchmark
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    /// <param name="seconds">How long each of three looks is.</param>
    public static async Task RunAsync(int seconds)
    {
        await using var platform = await DemoProcess.StartAsync();
        Report.Say("waiting until everything is done …");
        await Task.Delay(Settle);
        var report = new Report(
            string.Create(CultureInfo.InvariantCulture, $"Standalone with the demo data, nobody asks; {seconds} s each"), "look",
            "% of one core", "wakes per second", "of these, thread pool");
        for (var look = 1; look <= 3; look++)
        {
            var (cpu, waits) = (await platform.CpuAsync(), platform.Waits());
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            var (cpuAfter, after) = (await platform.CpuAsync(), platform.Waits());
            double Rate(Func<string, bool> which) => after.Where(thread => which(thread.Key))
                .Sum(thread => thread.Value - waits.GetValueOrDefault(thread.Key)) / (double)seconds;
            report.Add(
                look, ((cpuAfter - cpu) / (seconds * 10.0)).ToString("0.00", CultureInfo.InvariantCulture), Report.Count(Rate(_ => true)),
                Report.Count(Rate(name => name.StartsWith(".NET TP", StringComparison.Ordinal))));
        }

        report.Print();
    }
}
