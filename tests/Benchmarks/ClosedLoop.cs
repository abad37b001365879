using System.Diagnostics;

namespace Oversight.Benchmarks;

/// <summary>Some callers at a time, each with its next request as soon as the last is answered: on loopback, for a bounded time.</summary>
internal static class ClosedLoop
{
    public const int Callers = 16;

    /// <summary>Requests per second and how long each took; a warm-up of two seconds is not counted.</summary>
    /// <exception cref="InvalidOperationException">A request was not answered with 200.</exception>
    public static async Task<(double PerSecond, Durations Took)> RunAsync(HttpClient client, Func<Random, string> path, TimeSpan duration)
    {
        await RunOnceAsync(client, path, TimeSpan.FromSeconds(2));
        var begun = Stopwatch.GetTimestamp();
        var took = await RunOnceAsync(client, path, duration);
        return (took.Number / Stopwatch.GetElapsedTime(begun).TotalSeconds, took);
    }

    private static async Task<Durations> RunOnceAsync(HttpClient client, Func<Random, string> path, TimeSpan duration)
    {
        var begun = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var (took, random, buffer) = (new Durations(), new Random(caller), new byte[16 * 1024]);
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                var (address, sent) = (path(random), Stopwatch.GetTimestamp());
                using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
                await using var body = await answer.Content.ReadAsStreamAsync();
                while (await body.ReadAsync(buffer) > 0)
                {
                    // Read to the end, as a browser would.
                }

                took.Add(Stopwatch.GetElapsedTime(sent));
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}.");
                }
            }

            return took;
        })));
        var sum = new Durations();
        foreach (var each in all)
        {
            sum.Add(each);
        }

        return sum;
    }
}
