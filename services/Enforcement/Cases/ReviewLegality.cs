using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record ReviewLegalityRequest
{
    /// <summary>Opinion of the reviewer; kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Opinion { get; init; }

    public required bool Passed { get; init; }
}

internal static class ReviewLegalityEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/legal-review", HandleAsync)
        .Does("enforcement.case.review").Idempotent<EnforcementDbContext>()
        .WithName("ReviewLegality").WithSummary("Legal review (法制审核) by somebody who does not handle the case; a failed one sends it back")
        .WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReviewLegalityRequest request, ExpectedVersion expected, Actor actor, ReviewLegalityHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ReviewLegalityHandler(CaseActs acts)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, ReviewLegalityRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var kept = acts.Keep(file, CaseTextKind.ReviewOpinion, request.Opinion, "opinion");
        return (kept.Error ?? file.Review(request.Passed, by).Error) is { } refused
            ? refused : await acts.DoneAsync(file, request.Passed ? CaseStep.PassReview : CaseStep.FailReview, cancellation);
    }
}
