using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Persistence.Calendars;

/// <summary>
/// The calendar of one year as an administrator loaded it into the database of a service; it goes before the year that the release
/// ships and before the operator's folder, so that all replicas count by the same days.
/// </summary>
public sealed class LoadedCalendar : IVersioned
{
    /// <summary>Name of the unique index: of two loads of one year at once, one is refused as <c>request.version.stale</c>.</summary>
    internal const string YearIndex = "ux_calendars_year";

    /// <summary>Greatest length of a file; a year takes about a thousand characters.</summary>
    public const int MaxContent = 16_000;

    /// <summary>Greatest length of the reason of a replacement.</summary>
    public const int MaxReason = 500;

    private LoadedCalendar()
    {
    }

    /// <summary>Id of the row; the audit names it.</summary>
    public Guid Id { get; private init; }

    /// <summary>The year.</summary>
    public int Year { get; private init; }

    /// <summary>What the file calls itself; clocks record it.</summary>
    public string CalendarVersion { get; private set; } = "";

    /// <summary>The file, as it was loaded.</summary>
    public string Content { get; private set; } = "";

    /// <summary>When it was loaded or last replaced (UTC).</summary>
    public DateTime LoadedAt { get; private set; }

    /// <summary>Who did.</summary>
    public string LoadedBy { get; private set; } = "";

    /// <summary>Why the year was replaced; null for one that was not known before.</summary>
    public string? Reason { get; private set; }

    /// <summary>
    /// When every day that rests on a replaced year had been worked out anew (UTC); null while that is under way, and for a new year.
    /// </summary>
    public DateTime? CorrectedAt { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; }

    /// <summary>A file that is loaded.</summary>
    internal static LoadedCalendar Of(Guid id, CalendarFile file, string by, string? reason, DateTime now)
    {
        var loaded = new LoadedCalendar { Id = id, Year = file.Year };
        loaded.Replace(file, by, reason, now);
        return loaded;
    }

    /// <summary>Takes other content for the same year.</summary>
    internal void Replace(CalendarFile file, string by, string? reason, DateTime now) =>
        (CalendarVersion, Content, LoadedBy, Reason, LoadedAt, CorrectedAt, Version) =
            (file.Version, file.Text, by, reason, now, null, Version + 1);

    /// <summary>Notes that no day is left that rests on what was replaced.</summary>
    internal void Correct(DateTime now) => (CorrectedAt, Version) = (now, Version + 1);

    internal static void Configure(ModelBuilder model) => model.Entity<LoadedCalendar>(e =>
    {
        e.ToTable("calendars");
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.CalendarVersion).HasMaxLength(40);
        e.Property(c => c.Content).HasMaxLength(MaxContent);
        e.Property(c => c.LoadedBy).HasMaxLength(150);
        e.Property(c => c.Reason).HasMaxLength(MaxReason);
        e.Property(c => c.Version).IsConcurrencyToken();
        e.HasIndex(c => c.Year).IsUnique().HasDatabaseName(YearIndex);
    });
}
