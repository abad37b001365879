using Microsoft.Extensions.Logging;

namespace Oversight.Persistence;

/// <summary>
/// The loop of a background worker: runs at start and then an interval after each run, immediately again while there is more to do.
/// A run that fails is logged and repeated after the interval; only the host's stop ends the loop.
/// </summary>
/// <param name="interval">Time between two runs.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
/// <param name="commits">
/// For a worker that finds work only after a commit: where every commit is heard, it runs after an interval only if there was one
/// meanwhile, otherwise immediately after the next, and at the latest after <see cref="CommitSignal.Longest"/>. Null: it runs after each
/// interval.
/// </param>
public abstract partial class PeriodicWorker(TimeSpan interval, TimeProvider clock, ILogger log, CommitSignal? commits = null) : Worker
{
    /// <summary>One run.</summary>
    /// <returns>True if there is probably more to do at once.</returns>
    protected abstract Task<bool> RunOnceAsync(CancellationToken cancellation);

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            // One wait at a time and no ticks in store: a clock that leaps (a machine that slept) wakes the worker once, not once for every
            // interval that it missed.
            while (true)
            {
                var commit = commits is { HearsAll: true } ? commits.Next : null;
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
                    commit = null;
                }

                await WaitAsync(commit, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task WaitAsync(Task? commit, CancellationToken stoppingToken)
    {
        await Task.Delay(interval, clock, stoppingToken);
        if (commit is { IsCompleted: false } && CommitSignal.Longest > interval)
        {
            await commit.WaitAsync(CommitSignal.Longest - interval, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Worker} failed; it will run again")]
    private static partial void LogRunFailed(ILogger log, Exception e, string worker);
}
