using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;

namespace Oversight.Messaging;

/// <summary>
/// What is stuck in a service, as gauges: facts that wait to be sent or applied and for how long, facts that are parked, deadlines that
/// are overdue, audit rows without a seal. The alert rules stand on these; readiness does not. Where no metrics are collected, nothing is
/// read.
/// </summary>
internal sealed class PlatformGauges<TContext>(
    IServiceScopeFactory scopes, Inbox<TContext> inbox, CommitSignal<TContext> commits, TimeProvider clock,
    ILogger<PlatformGauges<TContext>> log)
    : PeriodicWorker(TimeSpan.FromSeconds(15), clock, log, commits)
    where TContext : ServiceDbContext
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        if (!GaugeReadings.AreCollected)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>();
        GaugeReadings.Set(database.Service, await ReadAsync(database, cancellation));
        return false;
    }

    /// <summary>Reads all of them now.</summary>
    internal async Task<GaugeReading> ReadAsync(TContext database, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var waiting = database.Outbox.Where(m => m.PublishedAt == null && m.ParkedAt == null);
        var pending = database.DeferredFacts.Where(f => f.State == DeferralState.Pending);
        return new GaugeReading(
            await waiting.CountAsync(cancellation),
            Age(now, await waiting.MinAsync(m => (DateTime?)m.CreatedAt, cancellation)),
            await database.Outbox.CountAsync(m => m.ParkedAt != null, cancellation),
            await pending.CountAsync(cancellation),
            Age(now, await pending.MinAsync(f => (DateTime?)f.ReceivedAt, cancellation)),
            await database.DeferredFacts.CountAsync(f => f.State == DeferralState.Parked, cancellation),
            inbox.LanesThatWait,
            await database.Deadlines.CountAsync(d => d.FiredAt == null && d.CancelledAt == null && d.DueAt < now, cancellation),
            await database.AuditEntries.CountAsync(a => a.SealNumber == null, cancellation));
    }

    private static double Age(DateTime now, DateTime? since) => since is { } begun ? Math.Max(0, (now - begun).TotalSeconds) : 0;
}

/// <summary>One reading of a service's gauges.</summary>
internal sealed record GaugeReading(
    int OutboxWaiting, double OutboxAge, int OutboxParked, int Pending, double PendingAge, int Parked, int LanesThatWait,
    int DeadlinesOverdue, int Unsealed);

/// <summary>The last reading of every service in this process.</summary>
internal static class GaugeReadings
{
    private static readonly ConcurrentDictionary<string, GaugeReading> Last = new(StringComparer.Ordinal);
    private static readonly List<Instrument> Gauges = [];

    static GaugeReadings()
    {
        Gauge("oversight.outbox.waiting", "{fact}", "Facts that wait to be sent.", r => r.OutboxWaiting);
        Gauge("oversight.outbox.oldest", "s", "Age of the oldest fact that waits to be sent.", r => r.OutboxAge);
        Gauge("oversight.outbox.parked", "{fact}", "Facts that cannot be sent as they are.", r => r.OutboxParked);
        Gauge("oversight.inbox.pending", "{fact}", "Facts that wait for a record which is not known yet.", r => r.Pending);
        Gauge("oversight.inbox.oldest", "s", "Age of the oldest fact that waits for a record.", r => r.PendingAge);
        Gauge("oversight.inbox.parked", "{fact}", "Facts that a consumer could not apply.", r => r.Parked);
        Gauge(
            "oversight.inbox.interrupted", "{lane}", "Lanes of the inbox that wait for the database, network or disk.",
            r => r.LanesThatWait);
        Gauge("oversight.deadlines.overdue", "{deadline}", "Deadlines that are due and have not fired.", r => r.DeadlinesOverdue);
        Gauge("oversight.audit.unsealed", "{row}", "Audit rows without a seal.", r => r.Unsealed);
    }

    /// <summary>Whether somebody listens to any of them.</summary>
    public static bool AreCollected => Gauges.Exists(gauge => gauge.Enabled);

    public static void Set(string service, GaugeReading reading) => Last[service] = reading;

    private static void Gauge(string name, string unit, string description, Func<GaugeReading, double> value) =>
        Gauges.Add(MessagingTelemetry.Meter.CreateObservableGauge(
            name,
            () => Last.Select(r => new Measurement<double>(value(r.Value), new KeyValuePair<string, object?>("service", r.Key))),
            unit, description));
}
