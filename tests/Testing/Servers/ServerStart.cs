using System.Diagnostics;

namespace Oversight.Testing;

/// <summary>Starting a server until it answers.</summary>
internal static class ServerStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Launches the host, and again whenever it ends by itself (a server that was just killed may find remains of its
    /// former self), until <paramref name="probe"/> passes.
    /// </summary>
    public static async Task UntilReadyAsync(
        IServerHost host, string name, Func<CancellationToken, Task> probe, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!host.IsRunning)
            {
                await host.LaunchAsync(cancellationToken);
            }

            try
            {
                await probe(cancellationToken);
                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (Stopwatch.GetElapsedTime(started) > Patience)
                {
                    throw new InvalidOperationException(
                        $"{name} did not answer within {Patience.TotalSeconds} s: {failure.Message}{Environment.NewLine}{host.Diagnosis()}",
                        failure);
                }
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
