using System.Collections.Concurrent;
using System.Diagnostics;

namespace Oversight.Walkthrough;

/// <summary>Times every step of a loop; prints it if somebody watches.</summary>
/// <param name="output">Where steps are printed, or null.</param>
public sealed class Journal(TextWriter? output = null)
{
    private readonly ConcurrentQueue<(string Step, TimeSpan Took)> _steps = new();

    /// <summary>Steps with the time that each took, in the order in which they ended.</summary>
    public IReadOnlyCollection<(string Step, TimeSpan Took)> Steps => _steps;

    /// <summary>Does a step, times it, and prints it with a link to open.</summary>
    public async Task<T> StepAsync<T>(string step, Func<Task<T>> act, Func<T, string?>? link = null)
    {
        var watch = Stopwatch.StartNew();
        T done;
        try
        {
            done = await act();
        }
        catch (Exception e) when (output is not null)
        {
            await output.WriteLineAsync($"  FAILED after {watch.Elapsed.TotalMilliseconds,6:0} ms  {step}\n    {e.Message}");
            throw;
        }

        _steps.Enqueue((step, watch.Elapsed));
        if (output is not null)
        {
            await output.WriteLineAsync(
                $"  {watch.Elapsed.TotalMilliseconds,7:0} ms  "
                    + $"{step}{(link?.Invoke(done) is { } address ? $"\n              {address}" : "")}");
        }

        return done;
    }
}
