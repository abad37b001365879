using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Rectifications;

/// <summary>One order in full, for staff.</summary>
/// <param name="Order">What commands and lists answer, too.</param>
/// <param name="DaysReason">Why the length is not the usual one, or null.</param>
/// <param name="ExtensionReason">Why an extension was asked for or granted, or null.</param>
/// <param name="SelfReport">What the party reported, or null.</param>
/// <param name="SelfReportEvidence">Its photos.</param>
/// <param name="Items">Items.</param>
/// <param name="Rechecks">Re-checks, the first one first.</param>
internal sealed record RectificationDetail(
    RectificationAnswer Order, string? DaysReason, string? ExtensionReason, string? SelfReport, IReadOnlyList<string> SelfReportEvidence,
    IReadOnlyList<RectificationItemAnswer> Items, IReadOnlyList<RecheckAnswer> Rechecks);

internal sealed record RectificationItemAnswer(string Item, Guid FindingId, DateOnly? ClosedOn, string? Note);

internal sealed record RecheckAnswer(
    int Number, DateOnly CheckedOn, IReadOnlyList<string> OfficerIds, IReadOnlyList<string> Passed, IReadOnlyList<string> Failed);

/// <summary>Which orders are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListRectificationsRequest
{
    [FromQuery, StringLength(20)] public string? Status { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
    [FromQuery] public bool? Overdue { get; init; }
    [FromQuery] public Guid? InstitutionId { get; init; }
    [FromQuery] public Guid? VisitId { get; init; }
}

internal static class GetRectificationEndpoint
{
    private static readonly Error StatusUnknown = new(
        ErrorKind.Invalid, "inspection.rectification.status_unknown", "There is no such status of an order.", "status");

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rectifications/{id:guid}", HandleAsync)
            .For(Access.Read)
            .WithName("GetRectification").WithSummary("Read one rectification order with its report and re-checks")
            .WithTags("Rectifications");
        api.MapGet("/rectifications", ListAsync)
            .For(Access.Read)
            .WithName("ListRectifications")
            .WithSummary("List rectification orders of the caller's division, in the order in which they were issued")
            .WithTags("Rectifications");
    }

    private static async Task<Results<Ok<RectificationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, InspectionDbContext database, Confidential confidential, HttpContext http, CancellationToken cancellation)
    {
        var order = await Orders(database).Within(actor).FirstOrDefaultAsync(o => o.Id == id, cancellation);
        if (order is null)
        {
            return RectificationErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(order.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RectificationDetail(
            RectificationAnswer.Of(order), order.DaysReason, order.ExtensionReason,
            confidential.Reveal(Confidential.SelfReport, order.SelfReportCipher), order.SelfReportEvidence,
            [.. order.Items.OrderBy(i => i.Item, StringComparer.Ordinal)
                .Select(
                    i => new RectificationItemAnswer(
                        i.Item, i.FindingId, i.ClosedOn, confidential.Reveal(Confidential.RecheckNote, i.NoteCipher)))],
            [
                .. order.Rechecks.OrderBy(r => r.Number).Select(
                    r => new RecheckAnswer(r.Number, r.CheckedOn, r.OfficerIds, r.Passed, r.Failed))]));
    }

    private static async Task<Results<Ok<PageOf<RectificationAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListRectificationsRequest request, [AsParameters] PageRequest page, Actor actor, InspectionDbContext database,
        CancellationToken cancellation)
    {
        // The cursor carries scope and filter: one of another list is refused instead of going on at a wrong place.
        var list = $"rectifications|{actor.ScopePrefix}|{request}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var status = request.Status is { } text ? WireWord.Find<RectificationStatus>(text) : null;
        if (request.Status is not null && status is null)
        {
            return StatusUnknown.ToProblem();
        }

        var orders = Orders(database).Within(actor);
        orders = status is { } wanted ? orders.Where(o => o.Status == wanted) : orders;
        orders = request.Department is { } department ? orders.Where(o => o.Department == department) : orders;
        orders = request.InstitutionId is { } institution ? orders.Where(o => o.InstitutionId == institution) : orders;
        orders = request.VisitId is { } visit ? orders.Where(o => o.VisitId == visit) : orders;
        orders = request.Overdue is { } overdue
            ? orders.Where(
                // OverdueAt stays on an order that ended after its term; what is asked for are orders that are open and overdue.
                o => (o.OverdueAt != null && (o.Status == RectificationStatus.Open || o.Status == RectificationStatus.Reported)) == overdue)
            : orders;
        var from = after.Value ?? Guid.Empty;
        // A keyset page; the one row more tells whether another page follows.
        var rows = await orders.Where(o => o.Id.CompareTo(from) > 0).OrderBy(o => o.Id).Take(size.Value + 1).ToListAsync(cancellation);
        return TypedResults.Ok(
            PageOf<RectificationAnswer>.From(
                rows.ConvertAll(o => RectificationAnswer.Of(o)), size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static IQueryable<RectificationOrder> Orders(InspectionDbContext database) =>
        // Two collections joined in one query would return items times re-checks rows for each order.
        database.Rectifications.AsNoTracking().Include(o => o.Items).Include(o => o.Rechecks).AsSplitQuery();
}
