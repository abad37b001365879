using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;

namespace Oversight.Enforcement.Consumers;

/// <summary>
/// Turns facts of other services into clues. One source and addressee has one open clue: what comes while it is open is noted on
/// it, what comes after its end is a new one. The same version of the same source never counts twice.
/// </summary>
internal sealed class ClueIntake(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, TransferClocks clocks,
    FeedWriter feed, TransferRules rules)
{
    /// <summary>Takes a fact in. Of two at the same moment one save fails on the unique index and is retried.</summary>
    /// <exception cref="UnknownCodeException">Nobody would read the clue: no such department. Or no such violation.</exception>
    public async Task TakeAsync(ClueOrigin origin, ClueMatter matter, string department, CancellationToken cancellation)
    {
        if (!rules.HasDepartment(department, OfficialTime.DateOf(commit.Now)))
        {
            throw new UnknownCodeException(Departments.PackName, department);
        }

        if (matter.Violations.FirstOrDefault(code => !rules.Violations.Has(code)) is { } unknown)
        {
            throw new UnknownCodeException(ViolationCatalogue.PackName, unknown);
        }

        var same = context.Set<Clue>().Where(c => c.Source == origin.Source && c.SourceId == origin.SourceId);
        // Also among ended clues: a fact that is redelivered after the end under another message id opens no second one.
        if (await same.AnyAsync(c => c.SourceVersion == origin.SourceVersion, cancellation))
        {
            return;
        }

        var open = await same.SingleOrDefaultAsync(c => c.FirstDepartment == department && c.State != ClueState.Concluded, cancellation);
        if (open is not null)
        {
            // A term that has passed is on record before the repeat, as it would be with the sweeper first.
            await due.FireAsync(open.Id, cancellation);
            open.Repeat(ActContext.OfSystem(commit.Now));
            feed.Write(open, ClueAct.Repeat, []);
            commit.Record("clue.repeat", "clue", open.Id, open.Version, new { origin.Source, origin.SourceId, origin.SourceVersion });
            return;
        }

        var clue = Clue.Send(commit.NewId(), origin, matter, department, new ActContext(ActContext.System, origin.Department, commit.Now));
        context.Add(clue);
        await clocks.FollowAsync(clue, cancellation);
        feed.Write(clue, null, []);
        commit.Record("clue.send", "clue", clue.Id, clue.Version, new { clue.Department, clue.Source, clue.SourceId, clue.Category });
    }
}

/// <summary>A complaint's handler refers a report to a department.</summary>
internal sealed class ClueReferredConsumer(ClueIntake intake) : IFactConsumer<ClueReferred>
{
    public Task ConsumeAsync(ClueReferred fact, CancellationToken cancellation) => intake.TakeAsync(
        new ClueOrigin(ClueSource.Complaint, fact.MatterId, fact.Version, null, fact.ReceivedAt),
        new ClueMatter(fact.Party, fact.Category, fact.Violations, fact.Summary, fact.IsUrgent), fact.Department, cancellation);
}

/// <summary>A rectification order outside joint operations passed its term: a clue for the department that ordered it.</summary>
internal sealed class ClueFromOverdueOrderConsumer(ClueIntake intake) : IFactConsumer<RectificationOverdue>
{
    public Task ConsumeAsync(RectificationOverdue fact, CancellationToken cancellation) =>
        OrderClue.TakeAsync(intake, fact.Order, "rectification_overdue", "责令限期改正逾期未改正", fact.OccurredAt, cancellation);
}

/// <summary>A re-check found things not put right, outside joint operations: a clue for the department that ordered them.</summary>
internal sealed class ClueFromFailedOrderConsumer(ClueIntake intake) : IFactConsumer<RectificationFailed>
{
    public Task ConsumeAsync(RectificationFailed fact, CancellationToken cancellation) =>
        OrderClue.TakeAsync(intake, fact.Order, "rectification_failed", "复查未改正", fact.OccurredAt, cancellation);
}

internal static class OrderClue
{
    private const int MaxSummary = 2000;

    /// <summary>Within a joint operation the order is that operation's matter and makes no clue; the timeline has it.</summary>
    public static Task TakeAsync(
        ClueIntake intake, RectificationState order, string category, string what, DateTime at, CancellationToken cancellation)
    {
        if (order.OperationId is not null)
        {
            return Task.CompletedTask;
        }

        var summary = $"{what}：{string.Join('、', order.OpenItems)}；期限 {order.DueOn:yyyy-MM-dd}。";
        return intake.TakeAsync(
            // By the order and not by the fact: an order that is overdue and then fails its re-check is one clue.
            new ClueOrigin(ClueSource.Inspection, order.OrderId, order.Version, order.Department, at),
            new ClueMatter(order.Party, category, [], summary.Length <= MaxSummary ? summary : summary[..MaxSummary], false),
            order.Department, cancellation);
    }
}
