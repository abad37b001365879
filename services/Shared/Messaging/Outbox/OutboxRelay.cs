using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oversight.Persistence;
using Oversight.Persistence.Leasing;
using Oversight.Persistence.Outbox;

namespace Oversight.Messaging;

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
    ILogger<OutboxRelay<TContext>> log) : Worker
    where TContext : ServiceDbContext
{
    private static readonly TimeSpan TimeToMarkAtStop = TimeSpan.FromSeconds(5);

    // The id comes first: what is cut off a long machine name must not make two relays one owner.
    private readonly string _owner = Owner($"{Guid.CreateVersion7(clock.GetUtcNow()):N}/{Environment.ProcessId}@{Environment.MachineName}");
    private readonly OutboxOptions _options = options.Value;
    private List<int> _buckets = [];
    private long? _renewed;

    /// <summary>Runs until the host stops, then gives its leases back.</summary>
    protected override async Task RunAsync(CancellationToken stoppingToken)
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
                    var wait = pass.Outage ? OutageWait(failures) : pass.Quiet ? Quiet : _options.PollInterval;
                    await signal.WaitAsync(wait, stoppingToken);
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
                await Task.Delay(OutageWait(++failures), clock, CancellationToken.None).WaitAsync(stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await GiveBackAsync();
    }

    /// <summary>One look at the outbox: renews leases, sends what is due, marks what was delivered.</summary>
    /// <exception cref="OperationCanceledException">The pass was stopped; what it had delivered until then is marked.</exception>
    public async Task<RelayPass> PassAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        await RenewAsync(context, cancellation);
        var away = delivery.IsAway;
        if (_buckets.Count == 0 || away)
        {
            return new RelayPass(0, 0, More: false, Outage: away);
        }

        var (partitions, more) = await DueAsync(context, cancellation);
        if (partitions.Count == 0)
        {
            return new RelayPass(0, 0, More: false, Outage: false, Quiet: await IsQuietAsync(context, cancellation));
        }

        var counts = new SendCounts();
        try
        {
            await Parallel.ForEachAsync(
                partitions,
                new ParallelOptions { MaxDegreeOfParallelism = _options.MaxInFlight, CancellationToken = cancellation },
                (partition, token) => SendPartitionAsync(partition, counts, token));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(TimeToMarkAtStop);
            await MarkSentAsync(context, counts, limit.Token);
            throw;
        }

        await MarkSentAsync(context, counts, cancellation);
        var blamed = await MarkFailedAsync(context, counts, cancellation);
        var outage = counts.Sent.Count == 0 && counts.Failed.Count > 0 && blamed == 0;
        return new RelayPass(counts.Sent.Count, counts.Failed.Count, More: more && counts.Sent.Count > 0, outage);
    }

    // Nothing can come up before a signal: all buckets are this relay's, and no row waits for another attempt.
    private async Task<bool> IsQuietAsync(TContext context, CancellationToken cancellation) =>
        signal.HearsAll && _buckets.Count == OutboxBucket.Count
        && !await context.Outbox.AnyAsync(m => m.PublishedAt == null && m.ParkedAt == null, cancellation);

    // The oldest rows first, in batches, each cut off before anything is joined to it (a planner without statistics would read the
    // whole backlog in each pass). Ids only tell roughly which row is older (two in one millisecond, two writers' clocks, SQL
    // Server's order of ids), so a row goes only when nothing that waits or was not looked at yet stands before it in its partition.
    private async Task<(List<List<OutboxMessage>> Partitions, bool More)> DueAsync(TContext context, CancellationToken cancellation)
    {
        var now = Now();
        var buckets = _buckets;
        var pending = context.Outbox.Where(m => m.PublishedAt == null && m.ParkedAt == null);
        var seen = new List<(Guid Id, Guid Partition, long Ordinal)>();
        var due = new List<Guid>();
        int read;
        do
        {
            var batch = await pending.Where(m => buckets.Contains(m.Bucket) && (m.NextAttemptAt == null || m.NextAttemptAt <= now))
                .OrderBy(m => m.Id).Skip(seen.Count).Take(_options.BatchSize).Select(m => new { m.Id, m.Partition, m.Ordinal })
                .ToListAsync(cancellation);
            read = batch.Count;
            if (read == 0)
            {
                break;
            }

            seen.AddRange(batch.Select(m => (m.Id, m.Partition, m.Ordinal)));
            var last = batch[^1].Id;
            var partitions = seen.Select(m => m.Partition).Distinct().ToList();
            var held = await pending.Where(m => partitions.Contains(m.Partition) && (m.Id > last || m.NextAttemptAt > now))
                .GroupBy(m => m.Partition).Select(g => new { g.Key, From = g.Min(m => m.Ordinal) })
                .ToDictionaryAsync(g => g.Key, g => g.From, cancellation);
            due = [.. seen.Where(m => !held.TryGetValue(m.Partition, out var from) || m.Ordinal < from).Select(m => m.Id)];
        }
        while (due.Count < _options.BatchSize && read == _options.BatchSize);

        if (due.Count == 0)
        {
            return ([], false);
        }

        var rows = await context.Outbox.Where(m => due.Contains(m.Id)).AsNoTracking().ToListAsync(cancellation);
        return ([.. rows.GroupBy(m => m.Partition).Select(p => p.OrderBy(m => m.Ordinal).ThenBy(m => m.Id).ToList())],
            due.Count >= _options.BatchSize);
    }

    private async ValueTask SendPartitionAsync(List<OutboxMessage> rows, SendCounts counts, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            var begun = counts.Begin();
            try
            {
                await SendAsync(row, cancellation);
                counts.Succeed(row, begun);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                counts.Fail(row, e);
                return; // The rest of the partition waits for this row.
            }
        }
    }

    private async Task SendAsync(OutboxMessage row, CancellationToken cancellation)
    {
        ActivityContext.TryParse(row.TraceParent, null, out var parent);
        using var activity = MessagingTelemetry.Source.StartActivity("outbox send", ActivityKind.Producer, parent);
        activity?.SetTag("messaging.message.id", row.Id);
        var (fact, type) = catalog.Read(row.Contract, row.Payload);
        using var limit = new CancellationTokenSource(_options.PublishTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await delivery.SendAsync(row, fact, type, either.Token);
    }

    private async Task MarkSentAsync(TContext context, SendCounts counts, CancellationToken cancellation)
    {
        if (counts.Sent.Count == 0)
        {
            return;
        }

        var sent = counts.Sent;
        DateTime? at = Now();
        await context.Outbox.Where(m => sent.Contains(m.Id) && m.PublishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.PublishedAt, at), cancellation);
        MessagingTelemetry.Sent.Add(sent.Count, new KeyValuePair<string, object?>("service", context.Service));
    }

    // Every row that failed waits a little, so that the others get their turn. Only a row that is at fault itself loses an attempt.
    private async Task<int> MarkFailedAsync(TContext context, SendCounts counts, CancellationToken cancellation)
    {
        var excused = new List<Guid>();
        string? excuse = null;
        foreach (var (row, why, wentThroughLater) in counts.Failed)
        {
            var error = $"{why.GetType().Name}: {why.Message}";
            error = error[..Math.Min(error.Length, 500)];
            var id = row.Id;
            if (!IsRowsOwnFault(why, wentThroughLater))
            {
                excused.Add(id);
                excuse ??= error;
                LogRowFailed(log, why, id, row.Contract, row.Attempts, false);
                continue;
            }

            var attempts = row.Attempts + 1;
            DateTime? next = Now() + _options.Backoff(attempts, Random.Shared.NextDouble());
            DateTime? parked = attempts >= _options.MaxAttempts ? Now() : null;
            await context.Outbox.Where(m => m.Id == id && m.PublishedAt == null && m.ParkedAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Attempts, attempts).SetProperty(m => m.NextAttemptAt, next)
                    .SetProperty(m => m.ParkedAt, parked).SetProperty(m => m.LastError, error),
                cancellation);
            LogRowFailed(log, why, id, row.Contract, attempts, parked is not null);
        }

        if (excused.Count > 0)
        {
            DateTime? next = Now() + _options.Backoff(1, Random.Shared.NextDouble());
            await context.Outbox.Where(m => excused.Contains(m.Id) && m.PublishedAt == null && m.ParkedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAttemptAt, next).SetProperty(m => m.LastError, excuse), cancellation);
        }

        return counts.Failed.Count - excused.Count;
    }

    // What cannot be read is the row's fault. A consumer of this process only fails where its database does: everything else it has
    // deferred. Any other failure is the row's only if a send that began after it went through: then the transport was there.
    private bool IsRowsOwnFault(Exception why, bool wentThroughLater) => why switch
    {
        UnreadableFactException => true,
        ConsumerFailedException or UnheardFactException => false,
        _ => wentThroughLater && !delivery.IsAway && !Failures.IsInfrastructure(why) && !BrokerDelivery.IsTransport(why),
    };

    private async Task RenewAsync(TContext context, CancellationToken cancellation)
    {
        // By the monotonic clock: a wall clock that is set back must not keep the relay from renewing.
        if (_renewed is { } renewed && _buckets.Count > 0 && clock.GetElapsedTime(renewed) < _options.Lease / 3)
        {
            return;
        }

        var now = Now();
        var own = _buckets.ConvertAll(OutboxBucket.Name);
        var prolonged = own.Count > 0 && await Lease.ProlongAsync(context, own, _owner, now, _options.Lease, cancellation) == own.Count;
        var mine = prolonged ? _buckets : [];
        foreach (var bucket in prolonged ? [] : _buckets)
        {
            if (await Lease.TryTakeAsync(context, OutboxBucket.Name(bucket), _owner, now, _options.Lease, cancellation))
            {
                mine.Add(bucket);
            }
        }

        // Of what is free take half, so that relays that start together share; a single one has all after five looks.
        var held = await context.Leases.Where(l => l.Name.StartsWith("outbox-")).Where(Lease.IsHeld(now, _options.Lease))
            .Select(l => l.Name).ToListAsync(cancellation);
        var free = OutboxBucket.Names.Except(held).ToList();
        foreach (var name in free.OrderBy(_ => Random.Shared.Next()).Take((free.Count + 1) / 2))
        {
            if (await Lease.TryTakeAsync(context, name, _owner, now, _options.Lease, cancellation))
            {
                mine.Add(int.Parse(name.AsSpan("outbox-".Length), provider: null));
            }
        }

        _buckets = mine;
        _renewed = free.Count > 1 ? null : clock.GetTimestamp();
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

    // The leases are renewed by a pass.
    private TimeSpan Quiet => _options.QuietInterval < _options.Lease / 3 ? _options.QuietInterval : _options.Lease / 3;

    private static string Owner(string name) => name[..Math.Min(name.Length, Lease.MaxOwnerLength)];

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private TimeSpan OutageWait(int failures) =>
        TimeSpan.FromMilliseconds(
            Math.Min(_options.MaxOutageWait.TotalMilliseconds,
                200 * Math.Pow(2, Math.Min(failures, 10))) * (0.5 + (Random.Shared.NextDouble() / 2)));

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
/// <param name="Quiet">Nothing is in the outbox, and nothing will be without a signal.</param>
public sealed record RelayPass(int Sent, int Failed, bool More, bool Outage, bool Quiet = false);
