using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Calendars;

namespace Oversight.Persistence.Clocks;

/// <summary>Something else that carries the last day of a clock: a fact that other services heard, a day on the record.</summary>
public interface IClockFollower
{
    /// <summary>
    /// The last day of a clock is known now, or has become another one, because a calendar was loaded. Changes entities of the scope's
    /// context; it is saved with the clock. The clock may have been stopped meanwhile.
    /// </summary>
    Task DueOnSetAsync(StoredClock clock, CancellationToken cancellation);
}

/// <summary>The last day of a clock, as a day that waits for calendars.</summary>
internal sealed class ClockDay<TContext>(TContext context, RecordClocks<TContext> clocks, IServiceProvider services) : ICalendarDay
    where TContext : ServiceDbContext
{
    /// <inheritdoc />
    public string Kind => RecordClocks<TContext>.DeadlineKind;

    /// <inheritdoc />
    public async Task WorkOutAsync(Guid subjectId, CancellationToken cancellation)
    {
        if (await clocks.WorkOutAsync(subjectId, cancellation) is not { } moved)
        {
            return;
        }

        foreach (var follower in services.GetKeyedServices<IClockFollower>(context.Service))
        {
            await follower.DueOnSetAsync(moved, cancellation);
        }
    }

    /// <inheritdoc />
    public Task<List<Guid>> OpenFromAsync(DateOnly from, Guid? after, int most, CancellationToken cancellation)
    {
        var open = context.Clocks.Where(c => c.StoppedAt == null && c.RanOutAt == null && c.DueOn >= from);
        open = after is { } last ? open.Where(c => c.Id.CompareTo(last) > 0) : open;
        return open.OrderBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancellation);
    }
}
