using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
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
        .For(Roles.Supervisor).Idempotent<EnforcementDbContext>()
        .WithName("DismissCase").WithSummary("End the case without penalty (不予处罚) on a ground of the law").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DismissCaseRequest request, ExpectedVersion expected, Actor actor, CaseChange change, PenaltyRules rules, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "case_dismissed",
            async (file, moment) =>
            {
                if (rules.NoPenaltyGrounds
                    .OnDay(request.Ground, moment.Today, DivisionCode.FromStored(file.Division)) is not { IsRefused: false } ground)
                {
                    return CaseErrors.GroundUnknown;
                }

                if (change.Keep(file, CaseTextKind.DismissalReason, request.Reason, "reason") is { IsRefused: true } wrong)
                {
                    return wrong;
                }

                var dismissed = file.Dismiss(ground.Value.Key, ground.Value.Basis, moment);
                if (!dismissed.IsRefused)
                {
                    await change.Clocks.StopAllAsync(file.Id, cancellation);
                }

                return dismissed;
            },
            cancellation)).ToOk(http);
}
