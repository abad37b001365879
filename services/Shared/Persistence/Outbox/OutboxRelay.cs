using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Outbox;

/// <summary>
/// Sends committed facts to the bus: at least once, per partition in order. It is the only code that publishes.
/// </summary>
/// <remarks>
/// Any number of relays may run. Each works on the buckets that it has leased and holds no transaction or lock while it
/// talks to the broker. A relay that dies after publishing and before marking causes a repeat under the same message id,
/// which the inbox drops. A row that fails by itself backs off, keeps its partition waiting, and is parked after
/// <see cref="OutboxOptions.MaxAttempts"/>; a broker that is away costs no row an attempt.
/// </remarks>
public sealed partial class OutboxRelay<TContext>(
    IServiceScopeFactory scopes,
    IDelivery delivery,
    FactCatalog catalog,
    OutboxSignal<TContext> signal,
    IOptions<OutboxOptions> options,
    TimeProvider clock,
    ILogger<OutboxRelay<TContext>> log) : BackgroundService
    where TContext : ServiceDbContext
{
    private readonly string _owner = $"{Environment.MachineName[..Math.Min(30, Environment.MachineName.Length)]}/{Environment.ProcessId}/{Guid.CreateVersion7(clock.GetUtcNow()):N}";
    private readonly OutboxOptions _options = options.Value;
    private List<int> _buckets = [];
    private DateTime _renewAt;

    /// <summary>Runs until the host stops, then gives its leases back.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pass = await PassAsync(stoppingToken);
                failures = pass.Outage ? failures + 1 : 0;
                if (!pass.More)
                {
                    await signal.WaitAsync(pass.Outage ? OutageWait(failures) : _options.PollInterval, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // The database is away or the pass met a bug: nothing is lost, the rows stand; look again a little later.
                LogPassFailed(log, e, typeof(TContext).Name);
                await Task.Delay(OutageWait(++failures), clock, CancellationToken.None).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await GiveBackAsync();
    }

    /// <summary>One look at the outbox: renews leases, sends what is due, marks what was delivered.</summary>
    public async Task<RelayPass> PassAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        await RenewAsync(context, cancellation);
        if (_buckets.Count == 0 || delivery.IsAway)
        {
            return new RelayPass(0, 0, More: false, Outage: delivery.IsAway);
        }

        var now = Now();
        var buckets = _buckets;
        var rows = await context.Outbox.AsNoTracking()
            .Where(m => buckets.Contains(m.Bucket) && m.PublishedAt == null && m.ParkedAt == null)
            .Where(m => m.NextAttemptAt == null || m.NextAttemptAt <= now)
            .Where(m => !context.Outbox.Any(e => e.Partition == m.Partition && e.Ordinal < m.Ordinal
                && e.PublishedAt == null && e.ParkedAt == null && e.NextAttemptAt > now))
            .OrderBy(m => m.Id).Take(_options.BatchSize).ToListAsync(cancellation);
        if (rows.Count == 0)
        {
            return new RelayPass(0, 0, More: false, Outage: false);
        }

        var sent = new List<Guid>(rows.Count);
        var failed = new List<(OutboxMessage Row, Exception Why)>();
        await Parallel.ForEachAsync(
            rows.GroupBy(m => m.Partition),
            new ParallelOptions { MaxDegreeOfParallelism = _options.MaxInFlight, CancellationToken = cancellation },
            (partition, token) => SendPartitionAsync(partition.OrderBy(m => m.Ordinal).ThenBy(m => m.Id), sent, failed, token));

        await MarkAsync(context, sent, failed, cancellation);
        var outage = sent.Count == 0 && failed.Count > 0 && failed.TrueForAll(f => !IsRowsOwnFault(f.Why));
        return new RelayPass(sent.Count, failed.Count, More: !outage && rows.Count == _options.BatchSize, outage);
    }

    private async ValueTask SendPartitionAsync(
        IEnumerable<OutboxMessage> rows, List<Guid> sent, List<(OutboxMessage, Exception)> failed, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            try
            {
                await SendAsync(row, cancellation);
                lock (sent)
                {
                    sent.Add(row.Id);
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                lock (failed)
                {
                    failed.Add((row, e));
                }

                return; // The rest of the partition waits for this row.
            }
        }
    }

    private async Task SendAsync(OutboxMessage row, CancellationToken cancellation)
    {
        ActivityContext.TryParse(row.TraceParent, null, out var parent);
        using var activity = PersistenceTelemetry.Source.StartActivity("outbox send", ActivityKind.Producer, parent);
        activity?.SetTag("messaging.message.id", row.Id);
        var (fact, type) = catalog.Read(row.Contract, row.Payload);
        using var limit = new CancellationTokenSource(_options.PublishTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await delivery.SendAsync(row.Id, fact, type, either.Token);
    }

    private async Task MarkAsync(
        TContext context, List<Guid> sent, List<(OutboxMessage Row, Exception Why)> failed, CancellationToken cancellation)
    {
        if (sent.Count > 0)
        {
            DateTime? at = Now();
            await context.Outbox.Where(m => sent.Contains(m.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.PublishedAt, at), cancellation);
            PersistenceTelemetry.Sent.Add(sent.Count, new KeyValuePair<string, object?>("service", context.Service));
        }

        foreach (var (row, why) in failed)
        {
            // A failure counts against the row if the row is at fault, or if others went through while it did not.
            var attempts = row.Attempts + (IsRowsOwnFault(why) || (sent.Count > 0 && !DatabaseErrors.IsTransient(why)) ? 1 : 0);
            DateTime? next = attempts == row.Attempts ? null : Now() + _options.Backoff(attempts, Random.Shared.NextDouble());
            DateTime? parked = attempts >= _options.MaxAttempts ? Now() : null;
            var error = $"{why.GetType().Name}: {why.Message}";
            error = error[..Math.Min(error.Length, 500)];
            await context.Outbox.Where(m => m.Id == row.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Attempts, attempts).SetProperty(m => m.NextAttemptAt, next)
                    .SetProperty(m => m.ParkedAt, parked).SetProperty(m => m.LastError, error),
                cancellation);
            LogRowFailed(log, why, row.Id, row.Contract, attempts, parked is not null);
        }
    }

    // With a broker, only what cannot be read is the row's fault; in one process a consumer that fails is, too,
    // unless it failed because its database was away.
    private static bool IsRowsOwnFault(Exception why) =>
        why is UnreadableFactException || (why is ConsumerFailedException { InnerException: { } inner } && !DatabaseErrors.IsTransient(inner));

    private async Task RenewAsync(TContext context, CancellationToken cancellation)
    {
        var now = Now();
        if (now < _renewAt && _buckets.Count > 0)
        {
            return;
        }

        var mine = new List<int>();
        foreach (var bucket in _buckets)
        {
            if (await Lease.TryTakeAsync(context, OutboxBucket.Name(bucket), _owner, now, _options.Lease, cancellation))
            {
                mine.Add(bucket);
            }
        }

        // Of what is free take half, so that relays that start together share; a single one has all after five looks.
        var free = await context.Leases.Where(l => l.Name.StartsWith("outbox-") && (l.Until == null || l.Until < now)).Select(l => l.Name).ToListAsync(cancellation);
        foreach (var name in free.OrderBy(_ => Random.Shared.Next()).Take((free.Count + 1) / 2))
        {
            if (await Lease.TryTakeAsync(context, name, _owner, now, _options.Lease, cancellation))
            {
                mine.Add(int.Parse(name.AsSpan("outbox-".Length), provider: null));
            }
        }

        _buckets = mine;
        _renewAt = free.Count > 1 ? now : now + (_options.Lease / 3);
    }

    private async Task GiveBackAsync()
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
            await Lease.GiveBackAsync(scope.ServiceProvider.GetRequiredService<TContext>(), _owner, limit.Token);
        }
        catch (Exception e)
        {
            // The leases end by themselves; a stop must not hang on a database that is away.
            LogPassFailed(log, e, typeof(TContext).Name);
        }
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private TimeSpan OutageWait(int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(_options.MaxOutageWait.TotalMilliseconds, 200 * Math.Pow(2, Math.Min(failures, 10))) * (0.5 + (Random.Shared.NextDouble() / 2)));

    [LoggerMessage(1, LogLevel.Error, "Outbox pass of {Context} failed; it will be repeated")]
    private static partial void LogPassFailed(ILogger log, Exception e, string context);

    [LoggerMessage(2, LogLevel.Warning, "Outbox row {Id} ({Contract}) was not delivered; failures of its own {Attempts}, parked {Parked}")]
    private static partial void LogRowFailed(ILogger log, Exception e, Guid id, string contract, int attempts, bool parked);
}

/// <summary>What one pass of a relay did.</summary>
/// <param name="Sent">Rows delivered and marked.</param>
/// <param name="Failed">Rows that were not delivered.</param>
/// <param name="More">There is probably more to send at once.</param>
/// <param name="Outage">The transport seems to be away.</param>
public sealed record RelayPass(int Sent, int Failed, bool More, bool Outage);
