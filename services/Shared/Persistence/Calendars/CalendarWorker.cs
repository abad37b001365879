using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Kernel;

namespace Oversight.Persistence.Calendars;

/// <summary>
/// Reads every few seconds what was loaded (SQLite: after a commit, at the latest after <see cref="CommitSignal.Longest"/>), sets the days
/// that waited for it, and says once a day when the next year's calendar is due and not loaded: a warning in the log, and two gauges for
/// alerts.
/// </summary>
public sealed partial class CalendarWorker<TContext>(
    IServiceScopeFactory scopes, CalendarSource<TContext> source, CalendarSpread<TContext> spread, CommitSignal<TContext> commits,
    TimeProvider clock, ILogger<CalendarWorker<TContext>> log)
    : PeriodicWorker(TimeSpan.FromSeconds(5), clock, log, commits)
    where TContext : ServiceDbContext
{
    /// <summary>
    /// From how many days before its end a year's successor is asked for; the State Council's notice comes in October to December.
    /// </summary>
    public const int DaysAhead = 60;

    private static readonly TimeSpan BetweenCounts = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;
    private DateTime? _counted;
    private DateOnly? _warned;

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        await LookAsync(cancellation);

        // What failed waits for the next round: a fault would otherwise turn in circles here.
        return false;
    }

    /// <summary>One round: reads, sets what waits, and tells what is missing.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var progress = await spread.RunAsync(cancellation);
        var now = _clock.GetUtcNow().UtcDateTime;
        if (_counted is null || now - _counted >= BetweenCounts || progress.Set > 0)
        {
            _counted = now;
            await TellAsync(OfficialTime.DateOf(now), cancellation);
        }
    }

    private async Task TellAsync(DateOnly today, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var (service, missing) =
            (new KeyValuePair<string, object?>("service", context.Service), source.Current.MissingSoon(today, DaysAhead));
        var waiting = await context.CalendarWaits.CountAsync(cancellation);
        PersistenceTelemetry.CalendarMissing.Record(missing is null ? 0 : 1, service);
        PersistenceTelemetry.CalendarWaiting.Record(waiting, service);
        if (missing is { } year && _warned != today)
        {
            _warned = today;
            LogMissing(_log, context.Service, year, waiting);
        }
    }

    [LoggerMessage(
        10, LogLevel.Warning, "{Service} has no calendar of {Year}; {Waiting} days wait for a calendar. Load it: calendars load <file>")]
    private static partial void LogMissing(ILogger log, string service, int year, int waiting);
}
