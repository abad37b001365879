using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Rectifications;

internal sealed record OrderRectificationRequest
{
    /// <summary>Department of the order: the caller's.</summary>
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }

    /// <summary>Findings of the department that were not corrected on site.</summary>
    [Length(1, 100)]
    public required IReadOnlyList<Guid> FindingIds { get; init; }

    /// <summary>Natural days; null takes the usual length.</summary>
    public int? Days { get; init; }

    /// <summary>Why the length is not the usual one.</summary>
    [StringLength(Limits.Reason)]
    public string? Reason { get; init; }
}

internal static class OrderRectificationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/orders", HandleAsync)
        .Does("inspection.rectification.order").Idempotent<InspectionDbContext>()
        .WithName("OrderRectification").WithSummary("Order that findings of a concluded visit are put right within a term (责令限期改正)")
        .WithTags("Rectifications");

    private static async Task<Results<Created<RectificationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, OrderRectificationRequest request, ExpectedVersion expected, Actor actor, OrderRectificationHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToCreated(http);
}

internal sealed class OrderRectificationHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, VisitActs visits, TermReader terms, RectificationClock clock)
{
    public async Task<Result<Reply<RectificationAnswer>>> HandleAsync(
        Guid id, OrderRectificationRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await visits.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        // An order is followed up by the department that issued it, so none is issued for another one.
        if (request.Department != actor.Department)
        {
            return RectificationErrors.NotYourDepartment;
        }

        var (visit, today) = (opened.Value, OfficialTime.DateOf(commit.Now));
        var term = terms.Read(request.Days, request.Reason, needsReason: true, today, today, "days");
        if (term.IsRefused)
        {
            return term.Error;
        }

        var (orderId, findings) = (commit.NewId(), request.FindingIds.ToHashSet());
        // A finding that is named twice disappears in the set and would pass unnoticed.
        if (findings.Count != request.FindingIds.Count)
        {
            return RectificationErrors.FindingUnknown;
        }

        // This raises the version of the visit: of two orders at once over one finding the second save is refused.
        if (visit.Order(orderId, request.Department, findings) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var ground = new OrderGround(
            visit.Id, visit.Party, request.Department, visit.OperationId,
            [.. visit.Findings.Where(f => f.OrderId == orderId).Select(f => (f.Id, f.Item)).OrderBy(f => f.Item, StringComparer.Ordinal)]);
        var (order, fact) = RectificationOrder.Issue(orderId, ground, term.Value, actor.Acts(commit.Now));
        context.Rectifications.Add(order);
        if (clock.Start(order, term.Value) is { IsRefused: true } uncounted)
        {
            return uncounted.Error;
        }

        commit.Announce(fact, order.Id, order.Version);
        commit.Record(
            "rectification.order", "rectification", order.Id, order.Version,
            new { order.VisitId, order.Department, items = order.OpenItems, order.Days, order.DueOn, rule = order.Rule });
        // Two records change in this save, and each has its own audit row for its own version.
        commit.Record("visit.order_rectification", "visit", visit.Id, visit.Version, new { orderId });
        return await commit.SaveAsync(
            Reply.Created(RectificationAnswer.Of(order, visit.Version), $"/api/inspection/v1/rectifications/{order.Id}", order.Version),
            cancellation);
    }
}
