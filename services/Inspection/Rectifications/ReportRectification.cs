using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Rectifications;

internal sealed record ReportRectificationRequest
{
    /// <summary>What the party says; not public.</summary>
    [StringLength(2000, MinimumLength = 1), MultiLine]
    public required string Text { get; init; }

    /// <summary>SHA-256 of photos that were added to the visit.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string>? Evidence { get; init; }
}

internal static class ReportRectificationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/rectifications/{id:guid}/self-report", HandleAsync)
        .Does("inspection.rectification.report").Idempotent<InspectionDbContext>()
        .WithName("ReportRectification").WithSummary("Enter the party's report that it has put things right, with its photos")
        .WithTags("Rectifications");

    private static async Task<Results<Ok<RectificationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReportRectificationRequest request, ExpectedVersion expected, Actor actor, ReportRectificationHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ReportRectificationHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, RectificationActs acts, Confidential confidential)
{
    public async Task<Result<Reply<RectificationAnswer>>> HandleAsync(
        Guid id, ReportRectificationRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var text = TextInput.Required(request.Text, 2000, TextForm.MultiLine);
        if (text.IsRefused)
        {
            return text.Error.At("text");
        }

        var order = await acts.OpenAsync(id, expected, actor, cancellation);
        if (order.IsRefused)
        {
            return order.Error;
        }

        // Photos of the rectification are added to the visit, which takes them also after its conclusion.
        var evidence = await EvidenceReader.OwnAsync(context, order.Value.VisitId, request.Evidence, cancellation);
        if (evidence.IsRefused)
        {
            return evidence.Error;
        }

        return order.Value.Report(
            confidential.Protect(Confidential.SelfReport, text.Value)!, evidence.Value,
            actor.Acts(commit.Now)) is { IsRefused: true } refused
            ? refused.Error
            : await acts.DoneAsync(order.Value, "report", null, new { evidence = evidence.Value }, cancellation);
    }
}
