using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.CreditFile.Ratings;

/// <summary>Which ratings are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListRatingsRequest
{
    [FromQuery, StringLength(4)] public string? Grade { get; init; }
    [FromQuery, StringLength(12)] public string? Division { get; init; }
    [FromQuery] public bool? NeedsConfirmation { get; init; }
}

/// <summary>A rating as lists show it.</summary>
internal sealed record RatingRow(
    Guid InstitutionId, string? Name, string Division, string Grade, int Points, int MaxPoints, string Rule, DateOnly RatedOn,
    DateOnly? NextChangeOn, bool NeedsConfirmation, long Version);

internal static class ListRatingsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/ratings", HandleAsync)
        .For(CreditRoles.Readers)
        .WithName("ListRatings").WithSummary("Rated institutions of the caller's division; those without any fact are not in the list")
        .WithTags("Ratings");

    private static async Task<Results<Ok<PageOf<RatingRow>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListRatingsRequest request, [AsParameters] PageRequest page, Actor actor, CreditFileDbContext database,
        CancellationToken cancellation)
    {
        var list = $"ratings|{actor.ScopePrefix}|{request}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var files = database.InstitutionFiles.AsNoTracking().Shown().Within(actor).Where(file => file.Grade != null);
        if (request.Grade is { } grade)
        {
            if (!ScoringRules.GradeOrder.Contains(grade))
            {
                return FileErrors.GradeUnknown.ToProblem();
            }

            files = files.Where(file => file.Grade == grade);
        }

        if (request.Division is not null)
        {
            var division = DivisionCode.Parse(request.Division);
            if (division.IsRefused)
            {
                return division.Error.At("division").ToProblem();
            }

            var prefix = division.Value.ScopePrefix;
            files = files.Where(file => file.Division.StartsWith(prefix));
        }

        files = request.NeedsConfirmation is { } waits ? files.Where(file => file.NeedsConfirmation == waits) : files;
        var from = after.Value ?? Guid.Empty;
        var rows = await files.Where(file => file.Id.CompareTo(from) > 0).OrderBy(file => file.Id).Take(size.Value + 1)
            .Select(file => new RatingRow(
                file.Id, file.Name, file.Division, file.Grade!, file.Points!.Value, file.MaxPoints!.Value,
                file.Rule!, file.RatedOn!.Value, file.NextChangeOn, file.NeedsConfirmation, file.Version))
            .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<RatingRow>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.InstitutionId)));
    }
}
