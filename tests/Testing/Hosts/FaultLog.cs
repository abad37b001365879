using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Oversight.Testing;

/// <summary>
/// What the services of this test process logged as faults of their own, by trace id. An answer shows no word of an exception; so a
/// failed assertion about a 500 asks here what it was, also when it never happens again.
/// </summary>
internal sealed class FaultLog : ILoggerProvider
{
    /// <summary>The category of the middleware that turns an exception into a 500 or 503.</summary>
    public const string Category = "Oversight.Web.FaultProblems";

    private static readonly ConcurrentDictionary<string, string> Faults = new(StringComparer.Ordinal);

    /// <summary>The exception behind an answer, or null if none was logged under its trace id.</summary>
    public static string? Of(string traceId) => Faults.GetValueOrDefault(traceId);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Writer : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && Activity.Current is { } activity)
            {
                Faults[activity.TraceId.ToHexString()] = $"{formatter(state, exception)}{Environment.NewLine}{exception}";
            }
        }
    }
}
