using System.Collections.Frozen;

namespace Oversight.Kernel;

/// <summary>
/// The working days 工作日 of mainland China. Each year follows from the State Council's holiday notice, which turns
/// weekdays into holidays and weekends into working days (调休) and appears only in October to December of the year before.
/// A year whose notice is not loaded has no answer: <c>calendar.year_missing</c>, never a guess. Immutable; safe to share.
/// </summary>
/// <remarks>
/// A year is one file: <c>{ "year": 2026, "version": "2025-11-04", "basis": {…}, "confidence": "sure", "off":
/// [{ "name": "元旦", "days": "2026-01-01/2026-01-03" }, …], "work": ["2026-01-04", …] }</c>. Ranges include both ends; <c>off</c> may
/// include weekends and names every holiday of the year, those that fall together joined by 、; <c>work</c> lists Saturdays and Sundays
/// only. Every other day is a working day from Monday to Friday.
/// </remarks>
public sealed class WorkingDayCalendar
{
    private readonly FrozenDictionary<int, CalendarYear> _years;

    /// <summary>The calendar of these years.</summary>
    /// <param name="years">Each year once.</param>
    /// <exception cref="ArgumentException">A year is given twice.</exception>
    public WorkingDayCalendar(IEnumerable<CalendarYear> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        _years = years.ToFrozenDictionary(year => year.Year);
        Version = string.Join('+', _years.Values.OrderBy(year => year.Year).Select(Label));
    }

    /// <summary>The version of every loaded year: <c>2025@2024-11-12+2026@2025-11-04</c>.</summary>
    public string Version { get; }

    /// <summary>The loaded years, ascending.</summary>
    public IReadOnlyList<int> Years => [.. _years.Keys.Order()];

    /// <summary>Each loaded year, ascending.</summary>
    public IReadOnlyList<CalendarYearSummary> Summaries =>
        [
            .. _years.Values.OrderBy(year => year.Year).Select(
                year => new CalendarYearSummary(year.Year, year.Version, year.Basis, year.Confidence, year.WorkingDays, year.Source))];

    /// <summary>The calendar with these years besides its own; a year that it has is replaced.</summary>
    public WorkingDayCalendar With(params IEnumerable<CalendarYear> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        var all = _years.Values.ToDictionary(year => year.Year);
        foreach (var year in years)
        {
            all[year.Year] = year;
        }

        return new WorkingDayCalendar(all.Values);
    }

    /// <summary>The calendar without these years.</summary>
    public WorkingDayCalendar Without(IReadOnlyCollection<int> years) => new(_years.Values.Where(year => !years.Contains(year.Year)));

    /// <summary>
    /// The year that must be loaded soon: this year if it is not, otherwise the next one once this year ends within
    /// <paramref name="days"/> days and the next is not loaded; null if nothing is due.
    /// </summary>
    public int? MissingSoon(DateOnly today, int days) =>
        !_years.ContainsKey(today.Year) ? today.Year
        : !_years.ContainsKey(today.Year + 1) && today.AddDays(days) >= new DateOnly(today.Year, 12, 31) ? today.Year + 1
        : null;

    /// <summary>Whether the year is loaded and says the same of every day, by the same notice and under the same name.</summary>
    public bool Says(CalendarYear year)
    {
        ArgumentNullException.ThrowIfNull(year);
        return _years.TryGetValue(year.Year, out var loaded) && loaded.Says(year);
    }

    /// <summary>
    /// The first year from <paramref name="from"/> on that is not loaded; going back when <paramref name="forward"/> is false.
    /// </summary>
    internal int FirstMissing(int from, bool forward)
    {
        var year = from;
        while (_years.ContainsKey(year))
        {
            year += forward ? 1 : -1;
        }

        return year;
    }

    /// <summary>Whether the day is a working day, or <c>calendar.year_missing</c>.</summary>
    public Result<bool> IsWorkingDay(DateOnly day) =>
        _years.TryGetValue(day.Year, out var year) ? year.IsWorkingDay(day) : CalendarErrors.YearMissing(day.Year);

    /// <summary>Number of working days of a year, or <c>calendar.year_missing</c>.</summary>
    public Result<int> WorkingDaysIn(int year) =>
        _years.TryGetValue(year, out var loaded) ? loaded.WorkingDays : CalendarErrors.YearMissing(year);

    /// <summary>
    /// The day that is <paramref name="workingDays"/> working days after <paramref name="start"/> (before it, when
    /// negative). The start day itself is not counted (民法典 Art 201), whether or not it is a working day.
    /// </summary>
    /// <param name="start">The official day from which is counted.</param>
    /// <param name="workingDays">Not 0.</param>
    /// <returns>A working day, or <c>calendar.year_missing</c> when the count runs into a year that is not loaded.</returns>
    public Result<DateOnly> Add(DateOnly start, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfZero(workingDays);
        var (day, step) = (start, Math.Sign(workingDays));
        for (long left = Math.Abs((long)workingDays); left > 0;)
        {
            if (day == (step > 0 ? DateOnly.MaxValue : DateOnly.MinValue))
            {
                return CalendarErrors.YearMissing(day.Year);
            }

            day = day.AddDays(step);
            if (!_years.TryGetValue(day.Year, out var year))
            {
                return CalendarErrors.YearMissing(day.Year);
            }

            left -= year.IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The day itself if it is a working day, otherwise the first one after it; or <c>calendar.year_missing</c>.</summary>
    public Result<DateOnly> OnOrAfter(DateOnly day)
    {
        var works = IsWorkingDay(day);
        return works.IsRefused ? works.Error : works.Value ? day : Add(day, 1);
    }

    /// <summary>
    /// Number of working days from <paramref name="first"/> up to but not including <paramref name="end"/> (0 when it is not later), or
    /// <c>calendar.year_missing</c>.
    /// </summary>
    public Result<int> Count(DateOnly first, DateOnly end)
    {
        var count = 0;
        for (var day = first; day < end; day = day.AddDays(1))
        {
            var works = IsWorkingDay(day);
            if (works.IsRefused)
            {
                return works.Error;
            }

            count += works.Value ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The versions of the loaded years from one day to another, as a clock records them, or null when none of these years is loaded.
    /// </summary>
    public string? VersionOf(DateOnly first, DateOnly last)
    {
        var labels = _years.Values.Where(year => year.Year >= first.Year && year.Year <= last.Year).OrderBy(year => year.Year)
            .Select(Label).ToArray();
        return labels.Length == 0 ? null : string.Join('+', labels);
    }

    private static string Label(CalendarYear year) => FormattableString.Invariant($"{year.Year}@{year.Version}");
}

/// <summary>Every refusal of the calendar.</summary>
internal static class CalendarErrors
{
    internal const string YearMissingCode = "calendar.year_missing";

    internal static Error YearMissing(int year) => new(
        ErrorKind.Unavailable,
        YearMissingCode,
        FormattableString.Invariant(
            $"The working-day calendar of {
                year} is not loaded; the date is not known before the State Council's notice for that year is."));
}
