namespace Oversight.Kernel;

/// <summary>
/// Official dates. Instants are kept in UTC; the day on which something counts as done is the calendar day in
/// Asia/Shanghai (UTC+8, no daylight saving since 1991), wherever the server stands.
/// </summary>
public static class OfficialTime
{
    /// <summary>The offset of official time from UTC. Fixed, so that no time-zone database is needed in a container.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The official day of <paramref name="instant"/>, an instant in UTC.</summary>
    /// <exception cref="ArgumentException">The instant is not marked as UTC.</exception>
    public static DateOnly DateOf(DateTime instant) => instant.Kind == DateTimeKind.Utc
        ? DateOnly.FromDateTime(instant + Offset)
        : throw new ArgumentException("An instant must be in UTC.", nameof(instant));

    /// <summary>Today's official day by <paramref name="clock"/>.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOf(clock.GetUtcNow().UtcDateTime);

    /// <summary>The first instant (UTC) of the official day <paramref name="day"/>.</summary>
    public static DateTime StartOf(DateOnly day) => DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc) - Offset;

    /// <summary>
    /// The first instant (UTC) after the official day <paramref name="day"/>: a term that ends on that day has run out from here on.
    /// </summary>
    public static DateTime EndOf(DateOnly day) => StartOf(day.AddDays(1));
}
