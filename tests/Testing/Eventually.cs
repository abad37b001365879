using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Xunit;
using Xunit.Sdk;

namespace Oversight.Testing;

/// <summary>
/// Awaits an outcome that another process or a background worker brings about. The time given is only the moment at
/// which the test gives up; no test asserts how long something took.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Returns when <paramref name="condition"/> is true. A failed assertion, or a server that cannot be reached, means
    /// "not yet"; any other exception fails at once.
    /// </summary>
    /// <param name="condition">Asked again and again, never twice at the same time.</param>
    /// <param name="timeout">How long to go on asking.</param>
    /// <param name="what">What is awaited, for the failure message: "the page shows the suspension".</param>
    public static Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan timeout, string what) =>
        BecomesAsync(condition, static isTrue => isTrue, timeout, what);

    /// <inheritdoc cref="BecomesTrueAsync(Func{Task{bool}}, TimeSpan, string)"/>
    public static Task BecomesTrueAsync(Func<bool> condition, TimeSpan timeout, string what) =>
        BecomesTrueAsync(() => Task.FromResult(condition()), timeout, what);

    /// <summary>Returns when <paramref name="assertion"/> no longer throws; its last failure is in the message.</summary>
    public static Task HoldsAsync(Func<Task> assertion, TimeSpan timeout, string what) =>
        BecomesTrueAsync(
            async () =>
            {
                await assertion();
                return true;
            },
            timeout,
            what);

    /// <summary>Reads until the value is as wanted, and returns that value; the last other value is in the message.</summary>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> read, Func<T, bool> isWanted, TimeSpan timeout, string what)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            string last;
            Exception? lastFailure = null;
            try
            {
                var value = await read();
                if (isWanted(value))
                {
                    return value;
                }

                last = $"last value: {value?.ToString() ?? "null"}";
            }
            catch (Exception failure) when (IsNotYet(failure, cancellation))
            {
                last = $"last failure: {failure.Message}";
                lastFailure = failure;
            }

            if (Stopwatch.GetElapsedTime(started) > timeout)
            {
                throw new EventuallyException($"Awaited in vain for {timeout.TotalSeconds:0.#} s: {what}; {last}", lastFailure);
            }

            await Task.Delay(Interval, cancellation);
        }
    }

    private static bool IsNotYet(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested
        && failure is XunitException or HttpRequestException or DbException or SocketException or IOException
            or TimeoutException or OperationCanceledException
            or RabbitMQ.Client.Exceptions.RabbitMQClientException;
}

/// <summary>The outcome that <see cref="Eventually"/> awaited did not come.</summary>
public sealed class EventuallyException(string message, Exception? last) : XunitException(message, last);
