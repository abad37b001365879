using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Deadlines;

/// <summary>Sets and cancels the deadlines of a service's records; the caller saves, with the act that caused it.</summary>
public sealed class Deadlines<TContext>(TContext context, Commit<TContext> commit)
    where TContext : ServiceDbContext
{
    /// <summary>Sets a deadline beside those that the record has.</summary>
    /// <param name="kind">What is to happen; names the handler.</param>
    /// <param name="subjectId">The record.</param>
    /// <param name="dueAt">The first instant (UTC) at which it fires.</param>
    /// <param name="rule">The rule and its version that set it; null if a person set the date.</param>
    public void Set(string kind, Guid subjectId, DateTime dueAt, string? rule = null) => context.Deadlines.Add(new Deadline
    {
        Id = commit.NewId(),
        Kind = kind,
        SubjectId = subjectId,
        DueAt = dueAt,
        Rule = rule is { Length: > Deadline.MaxRule } ? rule[..Deadline.MaxRule] : rule,
        CreatedAt = commit.Now,
    });

    /// <summary>Cancels the open deadlines of a kind that a record has.</summary>
    public Task CancelAsync(string kind, Guid subjectId, CancellationToken cancellation) =>
        ResetAsync(kind, subjectId, null, null, cancellation);

    /// <summary>Makes one deadline the only open one of its kind that a record has. One that is due then already stays as it is.</summary>
    /// <param name="kind">What is to happen; names the handler.</param>
    /// <param name="subjectId">The record.</param>
    /// <param name="dueAt">The first instant (UTC) at which it fires; null leaves none.</param>
    /// <param name="rule">The rule and its version that set it; null if a person set the date.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task ResetAsync(string kind, Guid subjectId, DateTime? dueAt, string? rule, CancellationToken cancellation)
    {
        var open = await context.Deadlines
            .Where(d => d.SubjectId == subjectId && d.Kind == kind && d.FiredAt == null && d.CancelledAt == null).ToListAsync(cancellation);
        Reset(kind, subjectId, dueAt, rule, open);
    }

    /// <summary>The same with the open deadlines of the record loaded already, as a batch does.</summary>
    public void Reset(string kind, Guid subjectId, DateTime? dueAt, string? rule, IEnumerable<Deadline> open)
    {
        var isSet = dueAt is null;
        foreach (var deadline in open)
        {
            if (!isSet && deadline.DueAt == dueAt && deadline.IsOpen)
            {
                isSet = true;
                continue;
            }

            deadline.Cancel(commit.Now);
        }

        if (!isSet)
        {
            Set(kind, subjectId, dueAt!.Value, rule);
        }
    }
}
