using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence.Leasing;

namespace Oversight.Persistence.Deadlines;

/// <summary>
/// Fires what is due. Any number of replicas may sweep: one claims a deadline by a conditional UPDATE, and should a claim
/// outlive its lease, the version of the deadline lets only one of two commit. A failure leaves it for a later sweep, and so does a wall
/// clock that was set back before it.
/// </summary>
public sealed partial class DeadlineSweeper<TContext>(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<DeadlineSweeper<TContext>> log, CommitSignal<TContext>? commits = null)
    : PeriodicWorker(TimeSpan.FromSeconds(5), clock, log, commits)
    where TContext : ServiceDbContext
{
    private const int Batch = 100;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;
    private readonly string _owner = $"sweeper/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <summary>Key under which the handler of a kind is registered; kinds of two services never meet.</summary>
    public static string HandlerKey(string service, string kind) => $"{service}:{kind}";

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation) => await SweepAsync(cancellation) == Batch;

    /// <summary>Fires one batch of due deadlines.</summary>
    /// <returns>How many were due, fired by this sweeper or not.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var now = _clock.GetUtcNow().UtcDateTime;
            due = await context.Deadlines.Unleased(now, LeaseTime)
                .Where(d => d.FiredAt == null && d.CancelledAt == null && d.DueAt <= now)
                .OrderBy(d => d.DueAt).Select(d => d.Id).Take(Batch).ToListAsync(cancellation);
        }

        foreach (var id in due)
        {
            try
            {
                await FireAsync(id, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogFireFailed(_log, e, id);
            }
        }

        return due.Count;
    }

    private async Task FireAsync(Guid id, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var commit = scope.ServiceProvider.GetRequiredService<Commit<TContext>>();

        // The instant of the handler. Had the wall clock been set back since the look above, the handler would find that nothing has
        // passed yet, and a deadline that is marked as fired would never come again.
        var now = commit.Now;
        DateTime? until = now + LeaseTime;
        var claimed = await context.Deadlines.Unleased(now, LeaseTime)
            .Where(d => d.Id == id && d.FiredAt == null && d.CancelledAt == null && d.DueAt <= now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.LeaseOwner, _owner).SetProperty(d => d.LeaseUntil, until)
                    .SetProperty(d => d.Attempts, d => d.Attempts + 1),
                cancellation);
        if (claimed == 0)
        {
            return;
        }

        var deadline = await context.Deadlines.SingleAsync(d => d.Id == id, cancellation);
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = $"system:deadline:{deadline.Kind}";
        await scope.ServiceProvider.GetRequiredKeyedService<IDeadlineHandler>(HandlerKey(context.Service, deadline.Kind))
            .FireAsync(deadline, cancellation);
        deadline.Fire(now);
        var saved = await commit.SaveAsync(cancellation);
        if (saved.IsRefused)
        {
            LogFireRefused(_log, id, deadline.Kind, saved.Error.Code);
            return;
        }

        PersistenceTelemetry.Fired.Add(1, new KeyValuePair<string, object?>("kind", deadline.Kind));
    }

    [LoggerMessage(2, LogLevel.Error, "Deadline {Id} failed; it will be tried again when its lease ends")]
    private static partial void LogFireFailed(ILogger log, Exception e, Guid id);

    [LoggerMessage(3, LogLevel.Warning, "Deadline {Id} ({Kind}) was not committed: {Code}; it will be tried again when its lease ends")]
    private static partial void LogFireRefused(ILogger log, Guid id, string kind, string code);
}
