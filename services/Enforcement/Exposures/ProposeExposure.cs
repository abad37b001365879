using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Exposures;

internal sealed record ProposeExposureRequest
{
    public required Guid InstitutionId { get; init; }

    [Required, StringLength(100)]
    public required string Title { get; init; }

    [Required, StringLength(4000), MultiLine]
    public required string Text { get; init; }

    [Required, MaxLength(20)]
    public required IReadOnlyList<Guid> PenaltyIds { get; init; }

    /// <summary>Names of persons that must not stand in the wording; looked for and forgotten.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string> Names { get; init; } = [];
}

internal static class ProposeExposureEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/exposures", HandleAsync)
        .Does("enforcement.exposure.propose").Idempotent<EnforcementDbContext>()
        .WithName("ProposeExposure").WithSummary("Propose a public exposure (曝光) of an institution that was punished")
        .WithTags("Exposures");

    private static async Task<Results<Created<ExposureAnswer>, ProblemHttpResult>> HandleAsync(
        ProposeExposureRequest request, Actor actor, ProposeExposureHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class ProposeExposureHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, ExposurePermission permission)
{
    public async Task<Result<Reply<ExposureAnswer>>> HandleAsync(
        ProposeExposureRequest request, Actor actor, CancellationToken cancellation)
    {
        if (actor.Department is not { Length: > 0 and <= DepartmentCode.MaxLength } department)
        {
            return ExposureErrors.NoDepartment;
        }

        var (title, text) = (TextInput.Required(request.Title, 100), TextInput.Required(request.Text, 4000, TextForm.MultiLine));
        if ((title.Error?.At("title") ?? text.Error?.At("text") ?? Redacted(title, "title", request.Names)
            ?? Redacted(text, "text", request.Names)) is { } wrong)
        {
            return wrong;
        }

        var prefix = actor.ScopePrefix;
        var institution = await context.Institutions.AsNoTracking()
            .FirstOrDefaultAsync(i => i.Id == request.InstitutionId && i.Division.StartsWith(prefix), cancellation);
        // 行政处罚法 第四十八条: a lead on an unlicensed entity is a suspicion and no finding.
        if (institution is not { IsLead: false })
        {
            return institution is null ? ExposureErrors.InstitutionUnknown : ExposureErrors.IsLead;
        }

        var ids = request.PenaltyIds.Distinct().ToList();
        if (await PenaltiesAsync(ids, request.InstitutionId, actor, cancellation) is { } refused)
        {
            return refused;
        }

        var exposure = Exposure.Propose(
            commit.NewId(), institution.ToParty(), department, title.Value, text.Value, ids, actor.Acts(commit.Now));
        if (await permission.CheckAsync(exposure, actor, cancellation) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        context.Add(exposure);
        commit.Record("exposure.propose", "exposure", exposure.Id, exposure.Version);
        return await commit.SaveAsync(
            Reply.Created(ExposureAnswer.Of(exposure), $"/api/enforcement/v1/exposures/{exposure.Id}", exposure.Version), cancellation);
    }

    private static Error? Redacted(Result<string> read, string field, IReadOnlyList<string> names) =>
        !read.IsRefused && Redaction.Find(read.Value, names) is { } found
            ? ExposureErrors.NotRedacted(field, found.Position, found.Kind) : null;

    private async Task<Error?> PenaltiesAsync(List<Guid> ids, Guid institutionId, Actor actor, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return ExposureErrors.PenaltyMissing;
        }

        var penalties = await context.Set<Penalty>().AsNoTracking().Within(actor).Where(p => ids.Contains(p.Id)).ToListAsync(cancellation);
        // 个人信息保护法 第二十五条. Asked first, so that the refusal names the reason and not merely an unknown penalty.
        return penalties.Any(p => p.PartyKind == PartyKind.NaturalPerson) ? ExposureErrors.OfAPerson
            : penalties.Count != ids.Count
            || penalties.Any(p => p.InstitutionId != institutionId || p.AnnulledOn is not null || p.RepairedOn is not null)
            ? ExposureErrors.PenaltyUnknown
            : null;
    }
}
