using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Calendars;

/// <summary>Notes and clears what waits for a calendar, with the act that found out; the caller saves.</summary>
public sealed class CalendarWaits<TContext>(TContext context, Commit<TContext> commit)
    where TContext : ServiceDbContext
{
    /// <summary>Notes that the day of a new record, or of one that did not wait before, waits for a year.</summary>
    /// <param name="kind">Which day (<see cref="ICalendarDay.Kind"/>).</param>
    /// <param name="subjectId">The clock or record whose day it is.</param>
    /// <param name="record">The record that people know, what the day is called in lists, and the record's division or null.</param>
    /// <param name="year">The year that is missing.</param>
    public void Add(string kind, Guid subjectId, (Guid Id, string Name, string? Division) record, int year) =>
        context.CalendarWaits.Add(new CalendarWait
        {
            Id = commit.NewId(), Kind = kind, SubjectId = subjectId, RecordId = record.Id, Name = record.Name, Division = record.Division,
            CreatedAt = commit.Now,
        }.For(year));

    /// <summary>Notes for which year the day of a record waits now, or that it does not.</summary>
    /// <param name="kind">Which day.</param>
    /// <param name="subjectId">The clock or record whose day it is.</param>
    /// <param name="record">The record that people know, what the day is called in lists, and the record's division or null.</param>
    /// <param name="year">The year that is missing, or null if none is.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task SetAsync(
        string kind, Guid subjectId, (Guid Id, string Name, string? Division) record, int? year, CancellationToken cancellation)
    {
        var wait = await context.CalendarWaits.SingleOrDefaultAsync(w => w.Kind == kind && w.SubjectId == subjectId, cancellation);
        if (year is not { } missing)
        {
            if (wait is not null)
            {
                context.CalendarWaits.Remove(wait);
            }
        }
        else if (wait is null)
        {
            Add(kind, subjectId, record, missing);
        }
        else if (wait.Year != missing)
        {
            wait.For(missing);
        }
    }
}
