using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Calendars;

/// <summary>How far one run came.</summary>
/// <param name="Set">Days that were worked out and saved.</param>
/// <param name="Failed">Days that could not be: another act changed the record at that moment, or a fault that is in the log. They are
/// tried again.</param>
/// <param name="IsElsewhere">Whether there is work that another replica is doing.</param>
public readonly record struct CalendarProgress(int Set, int Failed, bool IsElsewhere);

/// <summary>
/// Sets the days that waited for a year that is loaded now, and works out anew what rests on a year that was replaced. Batch by batch,
/// each record in a save of its own, on one replica at a time; what a kill leaves is still waiting and is found by the next run.
/// </summary>
public sealed partial class CalendarSpread<TContext>(
    IServiceScopeFactory scopes, CalendarSource<TContext> source, TimeProvider clock, ILogger<CalendarSpread<TContext>> log)
    where TContext : ServiceDbContext
{
    private const int Batch = 100;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    // Every replica has read a replaced year by then, so that what is worked out anew afterwards is all that there will be.
    private static readonly TimeSpan ReplicasHaveRead = TimeSpan.FromMinutes(1);

    private readonly string _owner = $"calendar/{Guid.CreateVersion7(clock.GetUtcNow()):N}";
    private (int Year, string Version)? _firstPass;

    /// <summary>Does what there is to do now.</summary>
    public async Task<CalendarProgress> RunAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var years = (await source.RefreshAsync(context, cancellation)).Years.ToList();
        var isWaiting = await context.CalendarWaits.AnyAsync(w => years.Contains(w.Year), cancellation);
        var replaced = await DueCorrectionAsync(context, cancellation);
        if (!isWaiting && replaced is null)
        {
            return default;
        }

        if (!await HoldAsync(context, cancellation))
        {
            return new CalendarProgress(0, 0, IsElsewhere: true);
        }

        var (set, failed) = isWaiting ? await SetWaitingAsync(context, years, cancellation) : (0, 0);
        if (replaced is not null && failed == 0)
        {
            var (corrected, missed) = await CorrectAsync(context, replaced, cancellation);
            (set, failed) = (set + corrected, failed + missed);
        }

        await Lease.GiveBackAsync(context, _owner, cancellation);
        return new CalendarProgress(set, failed, IsElsewhere: false);
    }

    private async Task<(int Set, int Failed)> SetWaitingAsync(TContext context, List<int> years, CancellationToken cancellation)
    {
        var (set, failed, after) = (0, 0, (Guid?)null);
        while (await HoldAsync(context, cancellation))
        {
            var waits = context.CalendarWaits.AsNoTracking().Where(w => years.Contains(w.Year));
            waits = after is { } last ? waits.Where(w => w.Id.CompareTo(last) > 0) : waits;
            var ids = await waits.OrderBy(w => w.Id).Select(w => w.Id).Take(Batch).ToListAsync(cancellation);
            foreach (var id in ids)
            {
                var done = await TryAsync(id, (services, database) => SetAsync(services, database, id, cancellation), cancellation);
                (set, failed) = (set + (done ? 1 : 0), failed + (done ? 0 : 1));
            }

            if (ids.Count < Batch)
            {
                break;
            }

            after = ids[^1];
        }

        return (set, failed);
    }

    private static async Task SetAsync(IServiceProvider services, TContext context, Guid id, CancellationToken cancellation)
    {
        if (await context.CalendarWaits.SingleOrDefaultAsync(w => w.Id == id, cancellation) is not { } wait)
        {
            return;
        }

        await services.GetKeyedServices<ICalendarDay>(context.Service).Single(day => day.Kind == wait.Kind)
            .WorkOutAsync(wait.SubjectId, cancellation);
        if (context.Entry(wait).State == EntityState.Unchanged)
        {
            // Its year is there and nobody has asked for another one: the record is gone, or wants the day no longer.
            context.Remove(wait);
        }
    }

    private async Task<LoadedCalendar?> DueCorrectionAsync(TContext context, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var open = await context.Calendars.AsNoTracking().Where(c => c.Reason != null && c.CorrectedAt == null).OrderBy(c => c.LoadedAt)
            .FirstOrDefaultAsync(cancellation);
        return open is not null && (_firstPass != (open.Year, open.CalendarVersion) || open.LoadedAt + ReplicasHaveRead <= now)
            ? open : null;
    }

    private async Task<(int Set, int Failed)> CorrectAsync(TContext context, LoadedCalendar replaced, CancellationToken cancellation)
    {
        var (set, failed, isFinal) = (0, 0, replaced.LoadedAt + ReplicasHaveRead <= clock.GetUtcNow().UtcDateTime);
        await using var scope = scopes.CreateAsyncScope();
        foreach (var day in scope.ServiceProvider.GetKeyedServices<ICalendarDay>(context.Service))
        {
            for (Guid? after = null; await HoldAsync(context, cancellation);)
            {
                var ids = await day.OpenFromAsync(new DateOnly(replaced.Year, 1, 1), after, Batch, cancellation);
                foreach (var id in ids)
                {
                    var kind = day.Kind;
                    var done = await TryAsync(
                        id, (services, database) => services.GetKeyedServices<ICalendarDay>(database.Service).Single(d => d.Kind == kind)
                            .WorkOutAsync(id, cancellation), cancellation);
                    (set, failed) = (set + (done ? 1 : 0), failed + (done ? 0 : 1));
                }

                if (ids.Count < Batch)
                {
                    break;
                }

                after = ids[^1];
            }
        }

        if (failed == 0)
        {
            _firstPass = (replaced.Year, replaced.CalendarVersion);
            if (isFinal)
            {
                await TryAsync(replaced.Id, (_, database) => NoteCorrectedAsync(database, replaced, cancellation), cancellation);
            }
        }

        return (set, failed);
    }

    private async Task NoteCorrectedAsync(TContext context, LoadedCalendar replaced, CancellationToken cancellation)
    {
        var row = await context.Calendars.SingleAsync(c => c.Id == replaced.Id, cancellation);
        if (row.Version == replaced.Version)
        {
            row.Correct(UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime));
        }
    }

    private Task<bool> HoldAsync(TContext context, CancellationToken cancellation) =>
        Lease.TryTakeAsync(context, Lease.CalendarSpread, _owner, clock.GetUtcNow().UtcDateTime, LeaseTime, cancellation);

    private async Task<bool> TryAsync(Guid id, Func<IServiceProvider, TContext, Task> change, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = "system:calendar";
        try
        {
            await change(scope.ServiceProvider, context);
            var saved = await scope.ServiceProvider.GetRequiredService<Commit<TContext>>().SaveAsync(cancellation);
            if (saved.IsRefused)
            {
                LogRefused(log, id, saved.Error.Code);
            }

            return !saved.IsRefused;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && !DatabaseErrors.IsInfrastructure(e))
        {
            LogFailed(log, e, id);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The day of {Id} was not set: {Code}; it will be tried again")]
    private static partial void LogRefused(ILogger log, Guid id, string code);

    [LoggerMessage(2, LogLevel.Error, "The day of {Id} could not be worked out; it will be tried again")]
    private static partial void LogFailed(ILogger log, Exception e, Guid id);
}
