using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Persistence;
using Oversight.Persistence.Leasing;

namespace Oversight.CreditFile.Recomputations;

/// <summary>
/// Carries recomputations out. One belongs to the worker that leased it; after a kill the lease runs out and another goes on from the
/// last committed batch.
/// </summary>
internal sealed partial class RecomputationWorker(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<RecomputationWorker> log,
    CommitSignal<CreditFileDbContext>? commits = null)
    : PeriodicWorker(TimeSpan.FromSeconds(1), clock, log, commits)
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;
    private readonly string _owner = $"recomputation/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override Task<bool> RunOnceAsync(CancellationToken cancellation) => WorkAsync(cancellation);

    /// <summary>Takes the lease of the oldest open recomputation and rates one batch of it.</summary>
    /// <returns>False if there is none to work on, or if this batch must be retried.</returns>
    public async Task<bool> WorkAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await TakeAsync(scope.ServiceProvider.GetRequiredService<CreditFileDbContext>(), cancellation) is not { } id)
        {
            return false;
        }

        if (await scope.ServiceProvider.GetRequiredService<RecomputationRun>()
            .BatchAsync(id, cancellation) is { IsRefused: true } refused)
        {
            LogComesAgain(_log, id, refused.Error.Code);
            return false;
        }

        return true;
    }

    private async Task<Guid?> TakeAsync(CreditFileDbContext context, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var open = context.Recomputations.Where(r => r.State == RecomputationState.Waiting || r.State == RecomputationState.Running)
            // The own lease is taken again for the next batch. It spares double work only: which batch counts, the version decides.
            .LeasableBy(_owner, now, LeaseTime);
        var id = await open.OrderBy(r => r.RequestedAt).ThenBy(r => r.Id).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellation);
        return id is { } found && await open.TryAcquireAsync(found, _owner, now, LeaseTime, cancellation) ? id : null;
    }

    [LoggerMessage(1, LogLevel.Information, "A batch of recomputation {Id} was not kept ({Code}); it is retried unless it was stopped")]
    private static partial void LogComesAgain(ILogger log, Guid id, string code);
}
