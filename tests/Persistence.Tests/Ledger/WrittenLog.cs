using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>What a host writes into its log from a level on.</summary>
internal sealed class WrittenLog(LogLevel from) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(WrittenLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.From;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log._lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)}");
            }
        }
    }

    private LogLevel From { get; } = from;
}
