using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Oversight.Persistence;

/// <summary>
/// Instants go to the database as UTC, cut to whole microseconds (the finest step that all three providers keep), and come
/// back marked as UTC.
/// </summary>
public sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    value => ToStored(value),
    value => DateTime.SpecifyKind(value, DateTimeKind.Utc))
{
    /// <summary><paramref name="value"/> as it will be read back: what a hash over a stored row must use.</summary>
    /// <exception cref="InvalidOperationException">The instant is local time.</exception>
    public static DateTime ToStored(DateTime value) => value.Kind == DateTimeKind.Local
        ? throw new InvalidOperationException("Instants are stored in UTC; a local time reached the database.")
        : new DateTime(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
