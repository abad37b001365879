using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record ExtendDecisionTermRequest
{
    /// <summary>Natural days, as far as the rule of the clock allows.</summary>
    [Range(1, 365)]
    public required int Days { get; init; }

    [Required, StringLength(500)]
    public required string Reason { get; init; }
}

internal static class ExtendDecisionTermEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/extension", HandleAsync)
        .For(Roles.Supervisor).Idempotent<EnforcementDbContext>()
        .WithName("ExtendDecisionTerm").WithSummary("Lengthen the term of decision before it ends, as far as the rule allows (延长办案期限)")
        .WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExtendDecisionTermRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "term_extended",
            async (file, moment) =>
            {
                if (file.Handles(moment.ActorId))
                {
                    return CaseErrors.DeciderInvolved;
                }

                if (await change.ClockAsync(file, CaseChange.DecideClock, cancellation) is not { IsOpen: true } clock)
                {
                    return CaseErrors.NoTermToExtend;
                }

                var extended = await change.Clocks.ExtendAsync(clock, request.Days, moment.Today, request.Reason, cancellation);
                return extended.IsRefused ? extended : file.NoteExtension($"{CaseChange.DecideClock} +{request.Days}", moment);
            },
            cancellation)).ToOk(http);
}
