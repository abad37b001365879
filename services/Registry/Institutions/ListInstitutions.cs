using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>Which entries are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListInstitutionsRequest
{
    [FromQuery, StringLength(12)] public string? Division { get; init; }
    [FromQuery, StringLength(8)] public string? Type { get; init; }
    [FromQuery, StringLength(40)] public string? Status { get; init; }
    [FromQuery, StringLength(100)] public string? Name { get; init; }
    [FromQuery, StringLength(40)] public string? CreditCode { get; init; }
    [FromQuery, StringLength(50)] public string? LicenceNumber { get; init; }
    [FromQuery] public DateOnly? LicenceEndsBefore { get; init; }
}

internal static class ListInstitutionsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/institutions", HandleAsync)
        .For(ReadRoles.All)
        .WithName("ListInstitutions").WithSummary("List institutions of the caller's division, in the order in which they were entered")
        .WithTags("Institutions");

    private static async Task<Results<Ok<PageOf<InstitutionAnswer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListInstitutionsRequest request, [AsParameters] PageRequest page, Actor actor, RegistryDbContext database,
        CancellationToken cancellation)
    {
        var entries = database.Institutions.AsNoTracking().Where(i => !i.IsLead);
        return await PageAsync(entries, request, page, actor, cancellation);
    }

    /// <summary>A page of institutions or of leads.</summary>
    public static async Task<Results<Ok<PageOf<InstitutionAnswer>>, ProblemHttpResult>> PageAsync(
        IQueryable<Institution> entries, ListInstitutionsRequest request, PageRequest page, Actor actor, CancellationToken cancellation)
    {
        var list = $"institutions|{actor.ScopePrefix}|{request}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var filtered = Filter(entries.Within(actor), request);
        if (filtered.IsRefused)
        {
            return filtered.Error.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var rows = await filtered.Value.Where(i => i.Id.CompareTo(from) > 0).OrderBy(i => i.Id).Take(size.Value + 1)
            .Select(InstitutionAnswer.Projection)
            .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<InstitutionAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static Result<IQueryable<Institution>> Filter(IQueryable<Institution> entries, ListInstitutionsRequest request)
    {
        if (request.Division is not null)
        {
            var division = DivisionCode.Parse(request.Division);
            if (division.IsRefused)
            {
                return division.Error.At("division");
            }

            var prefix = division.Value.ScopePrefix;
            entries = entries.Where(i => i.Division.StartsWith(prefix));
        }

        if (request.CreditCode is not null)
        {
            var code = CreditCode.Parse(request.CreditCode);
            if (code.IsRefused)
            {
                return code.Error.At("creditCode");
            }

            var text = code.Value.Value;
            entries = entries.Where(i => i.CreditCode == text);
        }

        entries = request.Type is { } type ? entries.Where(i => i.Type == type) : entries;
        entries = request.Status is { } status ? entries.Where(i => i.Status == status) : entries;
        entries = request.Name is { } name ? entries.Where(i => i.Name.StartsWith(name)) : entries;
        entries = request.LicenceNumber is { } number ? entries.Where(i => i.LicenceNumber == number) : entries;
        entries = request.LicenceEndsBefore is { } day ? entries.Where(i => i.LicenceValidTo < day) : entries;
        return Done(entries);
    }

    // An interface cannot be converted implicitly; through the type parameter it can.
    private static Result<T> Done<T>(T value) => value;
}
