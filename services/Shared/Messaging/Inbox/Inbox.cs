using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>
/// Lets messages for one database take effect, each once. A message that comes while the database is idle is handled immediately;
/// what comes meanwhile is batched and takes effect together, in one transaction: a commit, which is most of what a fact costs, is paid
/// once.
/// </summary>
/// <remarks>
/// Three things can go wrong, and each has one answer.
/// The database, network or disk refuses: the lane waits and tries the same batch again, without end; whatever else comes waits behind it,
/// unacknowledged. In one process the sender is told instead, whose outbox does the same.
/// The fact builds on something unknown (<see cref="OutOfOrderException"/>): it is kept with what it awaits and applied when that arrives.
/// The fact or the program is at fault: after a few tries the fact is parked, where people see it.
/// </remarks>
public sealed partial class Inbox<TContext>
    where TContext : ServiceDbContext
{
    // Races between replicas are settled by the second or third try; what fails five times fails for a reason of its own.
    private const int MostAttempts = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly InboxTransactions<TContext> _transactions;
    private readonly DeferredFacts<TContext> _deferred;
    private readonly InboxOptions _options;
    private readonly ILogger _log;
    private readonly CancellationToken _stopping;
    private readonly Lock _turn = new();
    private readonly Queue<InboxEntry> _waiting = [];
    private readonly int _most, _lanes;
    private int _running, _away;

    internal Inbox(
        InboxTransactions<TContext> transactions, DeferredFacts<TContext> deferred, InboxOptions options, DatabaseProvider provider,
        ILogger log, CancellationToken stopping) =>
        (_transactions, _deferred, _options, _most, _lanes, _log, _stopping) =
        (transactions, deferred, options, options.MostTogetherOn(provider), options.LanesOn(provider), log, stopping);

    /// <summary>Lanes that wait for the database; a gauge.</summary>
    internal int LanesThatWait => Volatile.Read(ref _away);

    /// <summary>Returns when the message has taken its effect, now or before, or was deferred.</summary>
    /// <exception cref="Exception">What the database or network answered, where the transport is to deliver the message again.</exception>
    internal Task HandleAsync(InboxEntry entry)
    {
        lock (_turn)
        {
            _waiting.Enqueue(entry);
            if (_running == _lanes)
            {
                return entry.Completed;
            }

            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static inbox => _ = inbox.RunAsync(), this, preferLocal: false);
        return entry.Completed;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            await HandleAsync(batch);
        }
    }

    private List<InboxEntry> Next()
    {
        var batch = new List<InboxEntry>();
        lock (_turn)
        {
            while (batch.Count < _most && _waiting.TryPeek(out var entry) && (batch.Count == 0 || !entry.IsAlone))
            {
                batch.Add(_waiting.Dequeue());
                if (entry.IsAlone)
                {
                    break;
                }
            }

            _running -= batch.Count == 0 ? 1 : 0;
        }

        return batch;
    }

    private async Task HandleAsync(List<InboxEntry> batch)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                var remaining = batch.Count > 1 ? await TogetherAsync(batch) : await AloneAsync(batch[0]);
                Recovered(failures);
                foreach (var entry in remaining)
                {
                    await HandleAsync([entry]);
                }

                return;
            }
            catch (Exception e)
            {
                // Alone, a fault of the fact was parked: whatever comes here is the database or the network, also while parking.
                if (!_options.WaitsForInfrastructure || _stopping.IsCancellationRequested)
                {
                    batch.ForEach(entry => entry.Fail(e));
                    return;
                }

                Interrupted(failures, e);
                await WaitAsync(failures);
            }
        }
    }

    // All in one transaction. If one of them fails by a fault of its own, nothing is left and each is handled alone.
    private async Task<IReadOnlyList<InboxEntry>> TogetherAsync(List<InboxEntry> batch)
    {
        try
        {
            var result = await _transactions.ApplyAsync(batch);
            await _deferred.ReleaseAsync(result.Arrived);
            return result.OutOfOrder;
        }
        catch (Exception e) when (!Failures.IsInfrastructure(e))
        {
            return batch;
        }
    }

    private async Task<IReadOnlyList<InboxEntry>> AloneAsync(InboxEntry entry)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _deferred.ReleaseAsync(await _transactions.ApplyAsync(entry));
                return [];
            }
            catch (OutOfOrderException e)
            {
                await _deferred.AwaitAsync(entry, e.Awaits);
                return [];
            }
            catch (Exception e) when (attempt < MostAttempts && !Failures.IsInfrastructure(e) && e is not StateConflictException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 20 * attempt)), CancellationToken.None);
            }
            catch (Exception e) when (!Failures.IsInfrastructure(e))
            {
                LogParked(_log, e, entry.Consumer, entry.Message.Id);
                await _deferred.ParkAsync(entry, e);
                return [];
            }
        }
    }

    private void Interrupted(int failures, Exception e)
    {
        if (failures == 0)
        {
            Interlocked.Increment(ref _away);
            LogWaits(_log, typeof(TContext).Name, e.GetType().Name, e.Message);
        }
    }

    private void Recovered(int failures)
    {
        if (failures > 0)
        {
            Interlocked.Decrement(ref _away);
            LogGoesOn(_log, typeof(TContext).Name, failures);
        }
    }

    private Task WaitAsync(int failures) => Task.Delay(
        TimeSpan.FromMilliseconds(
            Math.Min(LongestWait.TotalMilliseconds, 200 * Math.Pow(2, Math.Min(failures, 10))) * (0.5 + (Random.Shared.NextDouble() / 2))),
        _stopping)
        .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Error, "{Consumer} cannot apply {Id}; it is parked (see the command facts)")]
    private static partial void LogParked(ILogger log, Exception e, string consumer, Guid id);

    [LoggerMessage(2, LogLevel.Warning, "Facts for {Context} wait: {Kind}: {Reason}")]
    private static partial void LogWaits(ILogger log, string context, string kind, string reason);

    [LoggerMessage(3, LogLevel.Information, "Facts for {Context} are applied again after {Failures} failures")]
    private static partial void LogGoesOn(ILogger log, string context, int failures);
}
