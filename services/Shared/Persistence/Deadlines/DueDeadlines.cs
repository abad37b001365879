using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Deadlines;

/// <summary>
/// Fires what is due of one record before an act on it, in the act's own save. So it makes no difference whether the sweeper or the act
/// comes first: a term that had passed is on record as passed, with all that follows from it, and the act comes after.
/// </summary>
/// <remarks>
/// Of a sweeper and an act that fire one deadline at once, the second save fails on its version, as any change of one record would.
/// </remarks>
public abstract class DueDeadlines
{
    /// <summary>
    /// Fires the due deadlines of a record and of its clocks, oldest first. Once in a scope: a second call for the same record does
    /// nothing.
    /// </summary>
    public abstract Task FireAsync(Guid recordId, CancellationToken cancellation);
}

/// <inheritdoc />
public sealed class DueDeadlines<TContext>(TContext context, Commit<TContext> commit, ActScope act, IServiceProvider services)
    : DueDeadlines
    where TContext : ServiceDbContext
{
    private readonly HashSet<Guid> _fired = [];

    /// <inheritdoc />
    public override async Task FireAsync(Guid recordId, CancellationToken cancellation)
    {
        if (!_fired.Add(recordId))
        {
            return;
        }

        var now = commit.Now;
        var due = await context.Deadlines
            .Where(d => d.FiredAt == null && d.CancelledAt == null && d.DueAt <= now
                && (d.SubjectId == recordId || context.Clocks.Any(c => c.Id == d.SubjectId && c.SubjectId == recordId)))
            .OrderBy(d => d.DueAt).ThenBy(d => d.CreatedAt).ToListAsync(cancellation);
        var (actor, department, division) = (act.ActorId, act.Department, act.Division);
        foreach (var deadline in due.Where(d => d.FiredAt is null && d.CancelledAt is null))
        {
            // The passing of a term is nobody's act; the audit says so here as it does for the sweeper.
            (act.ActorId, act.Department, act.Division) = ($"system:deadline:{deadline.Kind}", null, null);
            await services.GetRequiredKeyedService<IDeadlineHandler>(DeadlineSweeper<TContext>.HandlerKey(context.Service, deadline.Kind))
                .FireAsync(deadline, cancellation);
            deadline.Fire(now);
        }

        (act.ActorId, act.Department, act.Division) = (actor, department, division);
    }
}
