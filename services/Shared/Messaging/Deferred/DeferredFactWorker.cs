using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Leasing;

namespace Oversight.Messaging;

/// <summary>Gives deferred facts that are due back to their consumers, on one replica at a time.</summary>
internal sealed partial class DeferredFactWorker<TContext>(
    IServiceScopeFactory scopes, Inbox<TContext> inbox, DeferredFacts<TContext> deferred, ServiceConsumers<TContext> consumers,
    FactCatalog catalog,
    Signal<DeferredFactWorker<TContext>> signal, CommitSignal<TContext> commits, TimeProvider clock,
    ILogger<DeferredFactWorker<TContext>> log) : Worker
    where TContext : ServiceDbContext
{
    private const string LeaseName = "deferred-facts";
    private const int Batch = 200;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60), PollInterval = TimeSpan.FromSeconds(5);
    private readonly string _owner = $"deferred/{Guid.CreateVersion7(clock.GetUtcNow()):N}";
    private bool _restarted;

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var rests = false;
            try
            {
                if (!_restarted)
                {
                    await deferred.RetryAllAsync(stoppingToken);
                    _restarted = true;
                }

                while (await RunOnceAsync(stoppingToken) == Batch)
                {
                    // There is more.
                }

                rests = commits.HearsAll && !await AnyWillBeDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, typeof(TContext).Name, e.GetType().Name, e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signal.WaitAsync(rests ? CommitSignal.Longest : PollInterval, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> AnyWillBeDueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TContext>().DeferredFacts.AnyAsync(f => f.DueAt != null, cancellation);
    }

    /// <summary>Tries one batch of what is due.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await deferred.ReleaseAsync([]);
        List<DeferredFact> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var now = clock.GetUtcNow().UtcDateTime;
            var rows = context.DeferredFacts.AsNoTracking().Where(f => f.DueAt != null && f.DueAt <= now);
            if (!await rows.AnyAsync(cancellation) || !await Lease.TryTakeAsync(context, LeaseName, _owner, now, LeaseTime, cancellation))
            {
                return 0;
            }

            due = await rows.OrderBy(f => f.DueAt).ThenBy(f => f.Id).Take(Batch).ToListAsync(cancellation);
        }

        await Task.WhenAll(due.ConvertAll(row => TryAsync(row, cancellation)));
        return due.Count;
    }

    private async Task TryAsync(DeferredFact row, CancellationToken cancellation)
    {
        var entry = Entry(row, cancellation, out var fault);
        if (fault is not null)
        {
            await deferred.ParkAsync(entry, fault);
            return;
        }

        await inbox.HandleAsync(entry);
    }

    private InboxEntry Entry(DeferredFact row, CancellationToken cancellation, out Exception? fault)
    {
        fault = null;
        try
        {
            var (fact, type) = catalog.Read(row.Contract, row.Payload);
            var message = new IncomingMessage(row.MessageId, fact, type, row.Epoch, row.Digest, cancellation) { DeferredId = row.Id };
            if (consumers.Find(row.Consumer) is { } consumer)
            {
                return consumer.NewEntry(message);
            }

            fault = new InvalidOperationException($"This service has no consumer {row.Consumer}.");
        }
        catch (UnreadableFactException e)
        {
            fault = e;
        }

        return new UnreadableEntry(row, cancellation);
    }

    [LoggerMessage(1, LogLevel.Warning, "Deferred facts of {Context} were not looked at: {Kind}: {Reason}; they are looked at again")]
    private static partial void LogFailed(ILogger log, string context, string kind, string reason);

    /// <summary>A row that no consumer of this program can be given.</summary>
    private sealed class UnreadableEntry(DeferredFact row, CancellationToken cancellation)
        : InboxEntry(
            new IncomingMessage(row.MessageId, row, typeof(DeferredFact), row.Epoch, row.Digest, cancellation)
            {
                DeferredId = row.Id
            }, row.Consumer)
    {
        protected override Task ApplyAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending) =>
            throw new UnreadableFactException($"This program cannot read {row.Contract}.");
    }
}
