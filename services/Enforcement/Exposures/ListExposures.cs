using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Exposures;

/// <summary>An exposure as commands, lists and reads answer it.</summary>
internal sealed record ExposureAnswer(
    Guid Id, long Version, ExposureState State, string Department, Party Party, string Title, string Text, IReadOnlyList<Guid> PenaltyIds,
    DateOnly ProposedOn, DateOnly? ReleasedOn, DateOnly? EndsOn, string? Rule, DateOnly? WithdrawnOn, string? WithdrawalReason)
{
    public static ExposureAnswer Of(Exposure exposure) => new(
        exposure.Id, exposure.Version, exposure.State, exposure.Department, exposure.Party, exposure.Title, exposure.Text,
        [.. exposure.Penalties.Select(p => p.PenaltyId).Order()], exposure.ProposedOn, exposure.ReleasedOn, exposure.EndsOn, exposure.Rule,
        exposure.WithdrawnOn, exposure.WithdrawalReason);
}

internal sealed record ListExposuresRequest
{
    [FromQuery, StringLength(40)] public string? State { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
    [FromQuery] public Guid? InstitutionId { get; init; }
}

internal static class ListExposuresEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/exposures", ListAsync)
            .For(CaseScope.Readers)
            .WithName("ListExposures").WithSummary("List exposures of the caller's division, oldest first").WithTags("Exposures");
        api.MapGet("/exposures/{id:guid}", GetAsync)
            .For(CaseScope.Readers)
            .WithName("GetExposure").WithSummary("Read one exposure").WithTags("Exposures");
    }

    private static async Task<Results<Ok<PageOf<ExposureAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListExposuresRequest request, [AsParameters] PageRequest page, Actor actor, EnforcementDbContext database,
        CancellationToken cancellation)
    {
        var list = $"exposures|{actor.ScopePrefix}|{request}";
        var (size, after, wanted) =
            (page.Size, Cursor.Read<Guid?>(list, page.Cursor), WireWord.Read<ExposureState>(request.State, "state"));
        if ((size.Error ?? after.Error ?? wanted.Error) is { } wrong)
        {
            return wrong.ToProblem();
        }

        var exposures = database.Set<Exposure>().AsNoTracking().Within(actor);
        exposures = wanted.Value is { } state ? exposures.Where(e => e.State == state) : exposures;
        exposures = request.Department is { } department ? exposures.Where(e => e.Department == department) : exposures;
        exposures = request.InstitutionId is { } institution ? exposures.Where(e => e.InstitutionId == institution) : exposures;
        var from = after.Value ?? Guid.Empty;
        var rows = await exposures.Where(e => e.Id.CompareTo(from) > 0).OrderBy(e => e.Id).Take(size.Value + 1).Include(e => e.Penalties)
            .ToListAsync(cancellation);
        return TypedResults.Ok(
            PageOf<ExposureAnswer>.From(rows.ConvertAll(ExposureAnswer.Of), size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static async Task<Results<Ok<ExposureAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, EnforcementDbContext database, HttpContext http, CancellationToken cancellation)
    {
        var exposure = await database.Set<Exposure>().AsNoTracking().Include(e => e.Penalties).Within(actor)
            .FirstOrDefaultAsync(e => e.Id == id, cancellation);
        if (exposure is null)
        {
            return ExposureErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(exposure.Version);
        return TypedResults.Ok(ExposureAnswer.Of(exposure));
    }
}
