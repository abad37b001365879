namespace Oversight.Kernel;

/// <summary>
/// What a <see cref="LegalTerm"/> counts. One law uses several, so it is stated per rule (行政处罚法 Art 85, 行政许可法 Art 82, 行政强制法 Art 69).
/// </summary>
public enum TermUnit
{
    /// <summary>Working days 工作日.</summary>
    WorkingDay,

    /// <summary>Natural days 自然日.</summary>
    NaturalDay,

    /// <summary>Months; ends on the corresponding day or, where there is none, on the month's last day (民法典 Art 202).</summary>
    Month,

    /// <summary>Years; ends as months do.</summary>
    Year,

    /// <summary>A fixed day of the year, e.g. 31 March.</summary>
    FixedDate,
}

/// <summary>Who must have acted when a term ends.</summary>
public enum TermDuty
{
    /// <summary>A party: the last day moves to the next working day when it is a holiday (民法典 Art 203).</summary>
    Party,

    /// <summary>The authority: it works towards the raw day; the moved day is information only (cautious reading, believed).</summary>
    Authority,
}

/// <summary>A day of any year.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">A day that every year has; 29 February is none.</param>
public readonly record struct FixedDay(int Month, int Day)
{
    /// <summary>True when every year has this day.</summary>
    public bool Exists => Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(2025, Month);

    /// <summary>The day in a year.</summary>
    public DateOnly In(int year) => new(year, Month, Day);
}

/// <summary>When a term ends.</summary>
/// <param name="RawOn">The last day as counted.</param>
/// <param name="RolledOn">
/// The first working day on or after <paramref name="RawOn"/>; null when the calendar of that year is not loaded, which
/// happens only where the term does not roll, or runs backwards.
/// </param>
/// <param name="Rolls">Whether the last day moves by law.</param>
/// <param name="CalendarVersion">The calendar years that the answer rests on (<see cref="WorkingDayCalendar.VersionOf"/>), or null when it
/// rests on none.</param>
public sealed record TermEnd(DateOnly RawOn, DateOnly? RolledOn, bool Rolls, string? CalendarVersion)
{
    /// <summary>The last day on which acting is in time.</summary>
    public DateOnly DueOn => Rolls && RolledOn is { } rolled ? rolled : RawOn;
}
