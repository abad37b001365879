using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Persistence.Calendars;

/// <summary>
/// The working-day calendar by which one service counts: the shipped years, the operator's folder over them, and over both what was
/// loaded into the database. One per process; the first use reads the database, a worker renews it every few seconds. Safe to share.
/// </summary>
/// <remarks>
/// A replica that has not read a new year yet answers <c>calendar.year_missing</c>: what it starts waits, is found by whichever replica
/// looks next, and gets its day then.
/// </remarks>
public sealed partial class CalendarSource<TContext>(
    WorkingDayCalendar shipped, IServiceScopeFactory scopes, ILogger<CalendarSource<TContext>> log)
    where TContext : ServiceDbContext
{
    private readonly Lock _gate = new();
    private volatile Known? _known;

    /// <summary>The calendar as it was last read.</summary>
    /// <remarks>The first use in a process reads the database and throws what the database throws.</remarks>
    public WorkingDayCalendar Current => (_known ?? ReadFirst()).Calendar;

    /// <summary>Reads what was loaded since the last reading.</summary>
    /// <returns>The calendar as it is now.</returns>
    public async Task<WorkingDayCalendar> RefreshAsync(TContext context, CancellationToken cancellation)
    {
        var marks = await Marks(context).ToListAsync(cancellation);
        if (_known is not { } known || !known.Marks.SequenceEqual(marks))
        {
            _known = Build(await Rows(context).ToListAsync(cancellation));
        }

        return _known!.Calendar;
    }

    private Known ReadFirst()
    {
        lock (_gate)
        {
            if (_known is null)
            {
                using var scope = scopes.CreateScope();
                _known = Build([.. Rows(scope.ServiceProvider.GetRequiredService<TContext>())]);
            }

            return _known;
        }
    }

    private Known Build(List<LoadedCalendar> rows)
    {
        var (files, unreadable) = (new List<CalendarFile>(), new List<int>());
        foreach (var row in rows)
        {
            var (file, faults) = CalendarFile.Read($"calendars/{row.Year}", row.Content);
            if (file is not null)
            {
                files.Add(file);
                continue;
            }

            // Loaded by another release. Without a year nothing is counted wrong; with the one that it replaced it would be.
            unreadable.Add(row.Year);
            LogUnreadable(log, row.Year, faults[0]);
        }

        return new Known(shipped.With(files.Select(file => file.Content)).Without(unreadable), rows.ConvertAll(Mark.Of));
    }

    private static IQueryable<LoadedCalendar> Rows(TContext context) => context.Calendars.AsNoTracking().OrderBy(c => c.Year);

    private static IQueryable<Mark> Marks(TContext context) => Rows(context).Select(c => new Mark(c.Year, c.LoadedAt, c.CalendarVersion));

    [LoggerMessage(
        1, LogLevel.Error, "The calendar of {Year} in the database cannot be read by this release and counts as missing: {Fault}")]
    private static partial void LogUnreadable(ILogger log, int year, string fault);

    private sealed record Mark(int Year, DateTime LoadedAt, string CalendarVersion)
    {
        public static Mark Of(LoadedCalendar row) => new(row.Year, row.LoadedAt, row.CalendarVersion);
    }

    private sealed record Known(WorkingDayCalendar Calendar, List<Mark> Marks);
}
