using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oversight.Persistence.Leasing;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence;

/// <summary>
/// Deletes published outbox rows, old inbox rows and old stored answers, once an hour, in small batches, on one replica. On SQLite nothing
/// of them is left in the log.
/// </summary>
public sealed class Retention<TContext>(
    IServiceScopeFactory scopes, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<Retention<TContext>> log)
    : PeriodicWorker(TimeSpan.FromHours(1), clock, log)
    where TContext : ServiceDbContext
{
    private const int BatchSize = 500;
    private readonly TimeProvider _clock = clock;
    private readonly string _owner = $"retention/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        await SweepAsync(cancellation);
        return false;
    }

    /// <summary>Deletes everything that is past its retention now; rows that wait or are parked are never deleted.</summary>
    /// <returns>How many rows were deleted; 0 if another replica is at it.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var now = _clock.GetUtcNow().UtcDateTime;
        if (!await Lease.TryTakeAsync(context, Lease.Retention, _owner, now, TimeSpan.FromMinutes(10), cancellation))
        {
            return 0;
        }

        var (published, consumed, answered) =
            (now - options.Value.Retention, now - options.Value.InboxRetention, now - options.Value.AnswerRetention);
        var deleted = await BatchesAsync(
            () => context.Outbox.Where(m => m.PublishedAt < published && m.Kind == null).OrderBy(m => m.PublishedAt).Take(BatchSize)
                .ExecuteDeleteAsync(cancellation))
            + await BatchesAsync(
                () => context.Inbox.Where(m => m.ConsumedAt < consumed).OrderBy(m => m.ConsumedAt).Take(BatchSize)
                    .ExecuteDeleteAsync(cancellation))
            + await BatchesAsync(
                () => context.IdempotentAnswers.Where(a => a.CreatedAt < answered).OrderBy(a => a.CreatedAt).Take(BatchSize)
                    .ExecuteDeleteAsync(cancellation));
        if (deleted > 0)
        {
            await SqliteLog.TruncateAsync(context, cancellation);
        }

        return deleted;
    }

    private static async Task<int> BatchesAsync(Func<Task<int>> delete)
    {
        var (all, one) = (0, 0);
        do
        {
            all += one = await delete();
        }
        while (one == BatchSize);
        return all;
    }
}
