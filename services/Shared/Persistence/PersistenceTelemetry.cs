using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Oversight.Persistence;

/// <summary>Trace source and meters of outbox, inbox, deadlines and audit.</summary>
public static class PersistenceTelemetry
{
    /// <summary>Name of the trace source and of the meter.</summary>
    public const string Name = "Oversight.Persistence";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Sent = Meter.CreateCounter<long>("oversight.outbox.sent", "{fact}", "Facts delivered to the bus.");
    internal static readonly Counter<long> Consumed = Meter.CreateCounter<long>("oversight.inbox.consumed", "{fact}", "Facts whose effect was committed.");
    internal static readonly Counter<long> Repeats = Meter.CreateCounter<long>("oversight.inbox.repeats", "{fact}", "Facts that came again and were dropped.");
    internal static readonly Counter<long> Fired = Meter.CreateCounter<long>("oversight.deadlines.fired", "{deadline}", "Deadlines that fired.");
    internal static readonly Counter<long> Seals = Meter.CreateCounter<long>("oversight.audit.seals", "{seal}", "Batches of audit rows sealed.");
}
