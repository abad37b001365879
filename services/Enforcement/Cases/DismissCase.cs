using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record DismissCaseRequest
{
    /// <summary>Code of the pack <c>no-penalty-grounds</c>, e.g. minor_corrected.</summary>
    [Required, StringLength(40)]
    public required string Ground { get; init; }

    /// <summary>Kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Reason { get; init; }
}

internal static class DismissCaseEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/dismissal", HandleAsync)
        .Does("enforcement.case.dismiss").Idempotent<EnforcementDbContext>()
        .WithName("DismissCase").WithSummary("End the case without penalty (不予处罚) on a ground of the law").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DismissCaseRequest request, ExpectedVersion expected, Actor actor, DismissCaseHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class DismissCaseHandler(CaseActs acts, PenaltyRules rules)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, DismissCaseRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var place = DivisionCode.FromStored(file.Division);
        // A ground of the law only (第三十条, 第三十三条, 第三十六条, 第五十七条): its article goes into the history of the case.
        if (rules.NoPenaltyGrounds.OnDay(request.Ground, by.On, place) is not { IsRefused: false } ground)
        {
            return CaseErrors.GroundUnknown;
        }

        var kept = acts.Keep(file, CaseTextKind.DismissalReason, request.Reason, "reason");
        if ((kept.Error ?? file.Dismiss(ground.Value.Key, ground.Value.Basis, by).Error) is { } refused)
        {
            return refused;
        }

        await acts.Clocks.StopAllAsync(id, cancellation);
        return await acts.DoneAsync(file, CaseStep.Dismiss, cancellation);
    }
}
