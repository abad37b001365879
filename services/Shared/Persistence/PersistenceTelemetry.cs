using System.Diagnostics.Metrics;

namespace Oversight.Persistence;

/// <summary>Meters of deadlines and audit.</summary>
public static class PersistenceTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Oversight.Persistence";

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Fired = Meter.CreateCounter<long>(
        "oversight.deadlines.fired", "{deadline}", "Deadlines that fired.");
    internal static readonly Counter<long> Seals = Meter.CreateCounter<long>(
        "oversight.audit.seals", "{seal}", "Batches of audit rows sealed.");
    internal static readonly Gauge<int> CalendarMissing = Meter.CreateGauge<int>(
        "oversight.calendars.missing", "{year}", "1 while the calendar of a year is due and not loaded, otherwise 0.");
    internal static readonly Gauge<int> CalendarWaiting = Meter.CreateGauge<int>(
        "oversight.calendars.waiting", "{day}", "Days that cannot be worked out before a calendar is loaded.");
}
