using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Oversight.Messaging;

/// <summary>
/// Trace source and counters of outbox and inbox. What is stuck is told by the gauges of <see cref="PlatformGauges{TContext}"/>.
/// </summary>
public static class MessagingTelemetry
{
    /// <summary>Name of the trace source and of the meter.</summary>
    public const string Name = "Oversight.Messaging";

    /// <summary>Name of MassTransit's own trace source and meter.</summary>
    public const string Transport = "MassTransit";

    internal static readonly ActivitySource Source = new(Name);

    internal static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "oversight.outbox.sent", "{fact}", "Facts delivered to the bus.");
    internal static readonly Counter<long> Consumed = Meter.CreateCounter<long>(
        "oversight.inbox.consumed", "{fact}", "Facts whose effect was committed.");
    internal static readonly Counter<long> Duplicates = Meter.CreateCounter<long>(
        "oversight.inbox.duplicates", "{fact}", "Redelivered facts that were dropped.");
    internal static readonly Counter<long> Deferred = Meter.CreateCounter<long>(
        "oversight.inbox.deferred", "{fact}", "Facts that were kept because they could not be applied yet.");
    internal static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "oversight.copies.conflicts", "{fact}", "States that came under a version that the copy has with another content.");
}
