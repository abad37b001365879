using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>Which visits are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListVisitsRequest
{
    [FromQuery] public Guid? InstitutionId { get; init; }
    [FromQuery, StringLength(20)] public string? Status { get; init; }
    [FromQuery] public Guid? OperationId { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
}

internal static class ListVisitsEndpoint
{
    private static readonly Error StatusUnknown = new(
        ErrorKind.Invalid, "inspection.visit.status_unknown", "There is no such status of a visit.", "status");

    public static void Map(RouteGroupBuilder api) => api.MapGet("/visits", HandleAsync)
        .For(Access.Read)
        .WithName("ListVisits").WithSummary("List visits of the caller's division, in the order in which they were planned")
        .WithTags("Visits");

    private static async Task<Results<Ok<PageOf<VisitAnswer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListVisitsRequest request, [AsParameters] PageRequest page, Actor actor, InspectionDbContext database,
        CancellationToken cancellation)
    {
        // The cursor carries scope and filter: one of another list is refused instead of going on at a wrong place.
        var list = $"visits|{actor.ScopePrefix}|{request}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var status = request.Status is { } text ? WireWord.Find<VisitStatus>(text) : null;
        if (request.Status is not null && status is null)
        {
            return StatusUnknown.ToProblem();
        }

        var visits = database.Visits.AsNoTracking().Include(v => v.Departments).Include(v => v.Officers).AsSplitQuery().Within(actor);
        visits = request.InstitutionId is { } institution ? visits.Where(v => v.InstitutionId == institution) : visits;
        visits = status is { } wanted ? visits.Where(v => v.Status == wanted) : visits;
        visits = request.OperationId is { } operation ? visits.Where(v => v.OperationId == operation) : visits;
        visits = request.Department is { } department ? visits.Where(v => v.Departments.Any(d => d.Department == department)) : visits;
        var from = after.Value ?? Guid.Empty;
        // A keyset page: a visit that is planned meanwhile shifts no row to another page, as an offset would.
        var rows = await visits.Where(v => v.Id.CompareTo(from) > 0).OrderBy(v => v.Id).Take(size.Value + 1).ToListAsync(cancellation);
        return TypedResults.Ok(
            PageOf<VisitAnswer>.From(rows.ConvertAll(VisitAnswer.Of), size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }
}
