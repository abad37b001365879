using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
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
        .Does("enforcement.case.extend").Idempotent<EnforcementDbContext>()
        .WithName("ExtendDecisionTerm").WithSummary("Lengthen the term of decision before it ends, as far as the rule allows (延长办案期限)")
        .WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExtendDecisionTermRequest request, ExpectedVersion expected, Actor actor, ExtendDecisionTermHandler handler,
        HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ExtendDecisionTermHandler(CaseActs acts)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, ExtendDecisionTermRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        // 第六十条: an extension comes before the end. A clock that has run out is not open, so a missed term cannot be mended.
        if (await acts.ClockAsync(file, CaseActs.DecideClock, cancellation) is not { IsOpen: true } clock)
        {
            return CaseErrors.NoTermToExtend;
        }

        var extended = await acts.Clocks.ExtendAsync(clock, request.Days, by.On, request.Reason, cancellation);
        return (extended.Error ?? file.NoteExtension($"{CaseActs.DecideClock} +{request.Days}", by).Error) is { } refused
            ? refused : await acts.DoneAsync(file, CaseStep.ExtendTerm, cancellation);
    }
}
