using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

/// <summary>Which officers are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListOfficersRequest
{
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
    [FromQuery, StringLength(60)] public string? CertificateNumber { get; init; }
    [FromQuery, StringLength(Limits.Actor)] public string? AccountId { get; init; }
    [FromQuery] public bool? Active { get; init; }
}

internal static class ListOfficersEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/officers", HandleAsync)
        .For(Access.ReadOfficers)
        .WithName("ListOfficers").WithSummary("List officers of the caller's division, in the order in which they were entered")
        .WithTags("Officers");

    private static async Task<Results<Ok<PageOf<OfficerAnswer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListOfficersRequest request, [AsParameters] PageRequest page, Actor actor, InspectionDbContext database,
        CancellationToken cancellation)
    {
        var list = $"officers|{actor.ScopePrefix}|{request}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var officers = database.Officers.AsNoTracking().Within(actor);
        officers = request.Department is { } department ? officers.Where(o => o.Department == department) : officers;
        officers = request.CertificateNumber?.ToUpperInvariant() is { } number
            ? officers.Where(o => o.CertificateNumber == number) : officers;
        officers = request.AccountId is { } account ? officers.Where(o => o.AccountId == account) : officers;
        officers = request.Active is { } active ? officers.Where(o => o.IsActive == active) : officers;
        var from = after.Value ?? Guid.Empty;
        var rows = await officers.Where(o => o.Id.CompareTo(from) > 0).OrderBy(o => o.Id).Take(size.Value + 1)
            .Select(OfficerAnswer.Projection).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<OfficerAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }
}
