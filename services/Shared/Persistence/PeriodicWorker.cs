using Microsoft.Extensions.Logging;

namespace Oversight.Persistence;

/// <summary>
/// The loop of a background worker: runs at start and then an interval after each run, at once again while there is more to do.
/// A run that fails is logged and repeated after the interval; only the host's stop ends the loop.
/// </summary>
public abstract partial class PeriodicWorker(TimeSpan interval, TimeProvider clock, ILogger log) : Worker
{
    /// <summary>One run.</summary>
    /// <returns>True if there is probably more to do at once.</returns>
    protected abstract Task<bool> RunOnceAsync(CancellationToken cancellation);

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            // One wait at a time and no ticks in store: a clock that leaps (a machine that slept) wakes the worker once, not once for every interval that it missed.
            for (; ; await Task.Delay(interval, clock, stoppingToken))
            {
                try
                {
                    while (await RunOnceAsync(stoppingToken))
                    {
                        // There is more: go on at once.
                    }
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogRunFailed(log, e, GetType().ToString());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Worker} failed; it will run again")]
    private static partial void LogRunFailed(ILogger log, Exception e, string worker);
}
