using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;

namespace Oversight.Persistence.Calendars;

/// <summary>
/// A stored day that cannot be worked out yet, because the calendar of a year is not loaded. Saved with the act that found it missing,
/// and deleted in the save that sets the day; so a kill loses none, and of two replicas one sets it.
/// </summary>
public sealed class CalendarWait : IVersioned
{
    /// <summary>Greatest length of <see cref="Kind"/>.</summary>
    internal const int MaxKind = 60;

    /// <summary>Id of the wait.</summary>
    public required Guid Id { get; init; }

    /// <summary>Which day of the record waits (<see cref="ICalendarDay.Kind"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>The clock or record whose day it is.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The record that people know: the clock's, or the same as <see cref="SubjectId"/>.</summary>
    public required Guid RecordId { get; init; }

    /// <summary>What the day is called in lists, e.g. the key of the clock.</summary>
    public required string Name { get; init; }

    /// <summary>Division of the record, six digits; null where it has none. Lists show it to officers of the division.</summary>
    public string? Division { get; init; }

    /// <summary>The year whose calendar is missing.</summary>
    public int Year { get; private set; }

    /// <summary>Since when it waits (UTC).</summary>
    public required DateTime CreatedAt { get; init; }

    /// <inheritdoc />
    public long Version { get; private set; }

    /// <summary>Names the year that is missing now.</summary>
    internal CalendarWait For(int year)
    {
        (Year, Version) = (year, Version + 1);
        return this;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<CalendarWait>(e =>
    {
        e.ToTable("calendar_waits");
        e.Property(w => w.Id).ValueGeneratedNever();
        e.Property(w => w.Kind).HasMaxLength(MaxKind);
        e.Property(w => w.Name).HasMaxLength(80);
        e.Property(w => w.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(w => w.Version).IsConcurrencyToken();
        e.HasIndex(w => new { w.Kind, w.SubjectId }).IsUnique().HasDatabaseName("ux_calendar_waits_subject");
        e.HasIndex(w => new { w.Year, w.Id }).HasDatabaseName("ix_calendar_waits_year");
    });
}

/// <summary>
/// One kind of stored day that is worked out from the calendar; a service registers one for each, clocks come with the platform.
/// </summary>
public interface ICalendarDay
{
    /// <summary>Kind of its waits, e.g. <c>clock</c>; at most 60 characters, unique within a service.</summary>
    string Kind { get; }

    /// <summary>
    /// Works the day of one record out anew and changes entities of the scope's context, the wait among them
    /// (<see cref="CalendarWaits{TContext}.SetAsync"/>); the caller saves once. A record that is gone, or whose day nobody asks for any
    /// more, is left as it is.
    /// </summary>
    Task WorkOutAsync(Guid subjectId, CancellationToken cancellation);

    /// <summary>
    /// Ids of records whose day is known, <paramref name="from"/> or later, and would still move with a corrected calendar.
    /// </summary>
    /// <param name="from">First official day.</param>
    /// <param name="after">Only ids after this one, in the order of ids; null from the first.</param>
    /// <param name="most">At most as many.</param>
    /// <param name="cancellation">Cancels.</param>
    Task<List<Guid>> OpenFromAsync(DateOnly from, Guid? after, int most, CancellationToken cancellation);
}
