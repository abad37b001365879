using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
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
        .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
        .WithName("ReportInvestigation").WithSummary("Report the end of the investigation (调查终结报告)").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReportInvestigationRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "case_investigated",
            (file, moment) => change.Keep(file, CaseTextKind.Facts, request.Facts, "facts") is { IsRefused: true } wrong
                ? wrong : file.Investigate(moment),
            cancellation)).ToOk(http);
}
