using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;

namespace Oversight.Persistence.Calendars;

/// <summary>A year by which a service counts.</summary>
/// <param name="Year">The year.</param>
/// <param name="Version">What its file calls itself; clocks record it.</param>
/// <param name="Basis">The notice.</param>
/// <param name="Confidence">How far it may be trusted.</param>
/// <param name="WorkingDays">Number of its working days.</param>
/// <param name="LoadedAt">When it was loaded into the database (UTC); null for a year of the release or of the operator's folder.</param>
/// <param name="LoadedBy">Who loaded it, or null.</param>
/// <param name="Reason">Why it replaced another, or null.</param>
public sealed record CalendarYearAnswer(
    int Year, string Version, LegalBasis Basis, Confidence Confidence, int WorkingDays, DateTime? LoadedAt, string? LoadedBy,
    string? Reason);

/// <summary>What waits for a year, all divisions together.</summary>
/// <param name="Year">The year.</param>
/// <param name="Days">How many days.</param>
/// <param name="Since">Since when the first of them waits (UTC).</param>
public sealed record WaitingYear(int Year, int Days, DateTime Since);

/// <summary>The calendars of a service.</summary>
/// <param name="Years">Every year that is loaded, ascending.</param>
/// <param name="MissingYear">The year that must be loaded soon, or null: this one, or from 60 days before the year's end the next.</param>
/// <param name="Waiting">What waits for which year.</param>
public sealed record CalendarsAnswer(IReadOnlyList<CalendarYearAnswer> Years, int? MissingYear, IReadOnlyList<WaitingYear> Waiting);

/// <summary>A day that cannot be worked out before a year's calendar is loaded.</summary>
/// <param name="Id">Its id in this list.</param>
/// <param name="RecordId">The record that it belongs to.</param>
/// <param name="Name">Which day: the key of a clock, or another kind of day.</param>
/// <param name="Year">The year whose calendar is missing.</param>
/// <param name="Since">Since when it waits (UTC).</param>
public sealed record WaitingDay(Guid Id, Guid RecordId, string Name, int Year, DateTime Since);

/// <summary>Tells by which calendars a service counts, and what waits for one.</summary>
public sealed class CalendarOverview<TContext>(TContext context, CalendarSource<TContext> source, TimeProvider clock)
    where TContext : ServiceDbContext
{
    /// <summary>The year that must be loaded soon, or null.</summary>
    public async Task<int?> MissingYearAsync(CancellationToken cancellation) =>
        (await source.RefreshAsync(context, cancellation)).MissingSoon(OfficialTime.Today(clock), CalendarWorker<TContext>.DaysAhead);

    /// <summary>Years, the missing one, and how much waits.</summary>
    public async Task<CalendarsAnswer> ReadAsync(CancellationToken cancellation)
    {
        var missing = await MissingYearAsync(cancellation);
        var rows = await context.Calendars.AsNoTracking()
            .Select(c => new { c.Year, c.CalendarVersion, c.LoadedAt, c.LoadedBy, c.Reason }).ToDictionaryAsync(c => c.Year, cancellation);
        var waiting = await context.CalendarWaits.GroupBy(w => w.Year)
            .Select(group => new { Year = group.Key, Days = group.Count(), Since = group.Min(w => w.CreatedAt) })
            .OrderBy(group => group.Year).ToListAsync(cancellation);
        return new CalendarsAnswer(
            [
                .. source.Current.Summaries.Select(
                    year => rows.GetValueOrDefault(year.Year) is { } row && row.CalendarVersion == year.Version
                        ? new CalendarYearAnswer(
                            year.Year, year.Version, year.Basis, year.Confidence, year.WorkingDays, row.LoadedAt, row.LoadedBy, row.Reason)
                        : new CalendarYearAnswer(year.Year, year.Version, year.Basis, year.Confidence, year.WorkingDays, null, null, null)),
            ],
            missing, waiting.ConvertAll(group => new WaitingYear(group.Year, group.Days, group.Since)));
    }

    /// <summary>Days that wait, in the order of ids.</summary>
    /// <param name="division">Only records of this division, as a prefix of its code; null for all, also those without a division.</param>
    /// <param name="after">Only ids after this one; null from the first.</param>
    /// <param name="most">At most as many.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<List<WaitingDay>> WaitingAsync(string? division, Guid? after, int most, CancellationToken cancellation)
    {
        var waits = context.CalendarWaits.AsNoTracking();
        waits = division is { } prefix ? waits.Where(w => w.Division != null && w.Division.StartsWith(prefix)) : waits;
        waits = after is { } last ? waits.Where(w => w.Id.CompareTo(last) > 0) : waits;
        return waits.OrderBy(w => w.Id).Take(most).Select(w => new WaitingDay(w.Id, w.RecordId, w.Name, w.Year, w.CreatedAt))
            .ToListAsync(cancellation);
    }
}
