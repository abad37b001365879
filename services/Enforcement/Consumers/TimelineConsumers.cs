using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Messaging;

namespace Oversight.Enforcement.Consumers;

/// <summary>
/// An inspection within a joint operation: a line of its timeline and its evidence. The operation's id came from this service, so
/// it is always known; were it not, the fact would be redelivered. A withdrawal that came first is noted with it.
/// </summary>
internal sealed class TimelineInspectionConcludedConsumer(
    EnforcementDbContext context, OperationTimeline timeline, OperationEvidence evidence) : IFactConsumer<InspectionConcluded>
{
    public async Task ConsumeAsync(InspectionConcluded fact, CancellationToken cancellation)
    {
        if (fact.OperationId is not { } operation)
        {
            return;
        }

        // Sent again when the last day for its publication becomes known: the timeline has it already.
        var visit = await context.Set<OperationVisit>().SingleOrDefaultAsync(v => v.VisitId == fact.VisitId, cancellation);
        if (visit?.OperationId is not null)
        {
            return;
        }

        var details = new { fact.Kind, fact.VisitedOn, fact.Results, findings = fact.Findings.Count };
        if (!await timeline.NoteAsync(
            operation, new TimelineNote(
                TimelineKinds.Concluded, fact.VisitId, fact.Version, fact.ConcludedOn, fact.Departments[0], details), cancellation))
        {
            return;
        }

        foreach (var finding in fact.Findings)
        {
            await evidence.AddAsync(
                operation, EvidenceEntry.Finding, finding.FindingId, finding.Department, finding.Evidence, cancellation);
        }

        if (visit is null)
        {
            context.Add(new OperationVisit { VisitId = fact.VisitId, OperationId = operation });
            return;
        }

        // The withdrawal came first and could name no operation; its line follows that of the conclusion.
        visit.OperationId = operation;
        await TimelineKinds.NoteWithdrawalAsync(timeline, visit, cancellation);
    }
}

/// <summary>
/// A withdrawn inspection. Its contract names no operation: the conclusion does, which may come later, so the withdrawal is kept.
/// </summary>
internal sealed class TimelineInspectionWithdrawnConsumer(EnforcementDbContext context, OperationTimeline timeline)
    : IFactConsumer<InspectionWithdrawn>
{
    public async Task ConsumeAsync(InspectionWithdrawn fact, CancellationToken cancellation)
    {
        var visit = await context.Set<OperationVisit>().SingleOrDefaultAsync(v => v.VisitId == fact.VisitId, cancellation);
        if (visit is null)
        {
            // Kept also for a visit of no operation: only its conclusion says so, and that may come after.
            context.Add(visit = new OperationVisit { VisitId = fact.VisitId });
        }

        (visit.WithdrawnVersion, visit.WithdrawnOn) = (fact.Version, fact.WithdrawnOn);
        await TimelineKinds.NoteWithdrawalAsync(timeline, visit, cancellation);
    }
}

/// <summary>A rectification order within a joint operation was issued.</summary>
internal sealed class TimelineRectificationOrderedConsumer(OperationTimeline timeline) : IFactConsumer<RectificationOrdered>
{
    public Task ConsumeAsync(RectificationOrdered fact, CancellationToken cancellation) =>
        TimelineKinds.NoteAsync(timeline, "rectification.ordered", fact.Order, fact.Order.IssuedOn, cancellation);
}

/// <summary>Everything that such an order demanded was put right.</summary>
internal sealed class TimelineRectificationPassedConsumer(OperationTimeline timeline) : IFactConsumer<RectificationPassed>
{
    public Task ConsumeAsync(RectificationPassed fact, CancellationToken cancellation) =>
        TimelineKinds.NoteAsync(timeline, "rectification.passed", fact.Order, fact.PassedOn, cancellation);
}

/// <summary>A re-check of such an order failed.</summary>
internal sealed class TimelineRectificationFailedConsumer(OperationTimeline timeline) : IFactConsumer<RectificationFailed>
{
    public Task ConsumeAsync(RectificationFailed fact, CancellationToken cancellation) =>
        TimelineKinds.NoteAsync(timeline, "rectification.failed", fact.Order, fact.FailedOn, cancellation);
}

/// <summary>The term of such an order passed.</summary>
internal sealed class TimelineRectificationOverdueConsumer(OperationTimeline timeline) : IFactConsumer<RectificationOverdue>
{
    public Task ConsumeAsync(RectificationOverdue fact, CancellationToken cancellation) =>
        TimelineKinds.NoteAsync(timeline, "rectification.overdue", fact.Order, OfficialTime.DateOf(fact.OccurredAt), cancellation);
}

internal static class TimelineKinds
{
    public const string Concluded = "inspection.concluded", Withdrawn = "inspection.withdrawn";

    /// <summary>Notes that a visit was withdrawn, once both its operation and its withdrawal are known.</summary>
    public static async Task NoteWithdrawalAsync(OperationTimeline timeline, OperationVisit visit, CancellationToken cancellation)
    {
        if (visit is { OperationId: { } operation, WithdrawnVersion: { } version, WithdrawnOn: { } day })
        {
            await timeline.NoteAsync(operation, new TimelineNote(Withdrawn, visit.VisitId, version, day, null), cancellation);
        }
    }

    /// <summary>Notes a fact about an order, if it belongs to an operation.</summary>
    public static Task NoteAsync(
        OperationTimeline timeline, string kind, RectificationState order, DateOnly on, CancellationToken cancellation) =>
        order.OperationId is { } operation
        ? timeline.NoteAsync(
            operation, new TimelineNote(
                kind, order.OrderId, order.Version, on, order.Department,
                new { openItems = order.OpenItems.Count, order.DueOn }), cancellation)
        : Task.CompletedTask;
}
