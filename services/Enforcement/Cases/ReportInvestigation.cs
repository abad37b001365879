using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record ReportInvestigationRequest
{
    /// <summary>Facts and evidence; kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Facts { get; init; }
}

internal static class ReportInvestigationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/investigation-report", HandleAsync)
        .Does("enforcement.case.investigate").Idempotent<EnforcementDbContext>()
        .WithName("ReportInvestigation").WithSummary("Report the end of the investigation (调查终结报告)").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReportInvestigationRequest request, ExpectedVersion expected, Actor actor, ReportInvestigationHandler handler,
        HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ReportInvestigationHandler(CaseActs acts)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, ReportInvestigationRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        return (acts.Keep(file, CaseTextKind.Facts, request.Facts, "facts").Error ?? file.Investigate(by).Error) is { } refused
            ? refused : await acts.DoneAsync(file, CaseStep.Investigate, cancellation);
    }
}
