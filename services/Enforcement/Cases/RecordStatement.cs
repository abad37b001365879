using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record RecordStatementRequest
{
    /// <summary>What the party said; kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Text { get; init; }
}

internal sealed record WaiveStatementRequest
{
    /// <summary>The written waiver: its number or wording; kept encrypted.</summary>
    [Required, StringLength(500)]
    public required string Document { get; init; }
}

internal static class RecordStatementEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cases/{id:guid}/statement", StateAsync)
            .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
            .WithName("RecordStatement").WithSummary("Record statement and defence of the party (陈述、申辩)").WithTags("Cases");
        api.MapPost("/cases/{id:guid}/statement-waiver", WaiveAsync)
            .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
            .WithName("RecordWaiver").WithSummary("Record that the party waives statement and hearing in writing").WithTags("Cases");
    }

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> StateAsync(
        Guid id, RecordStatementRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "case_stated",
            (file, moment) => change.Keep(file, CaseTextKind.Statement, request.Text, "text") is { IsRefused: true } wrong
                ? wrong : file.TakeStatement(moment),
            cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> WaiveAsync(
        Guid id, WaiveStatementRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "case_waived", (file, moment) => WaivedAsync(file, request.Document, moment, change, cancellation),
            cancellation)).ToOk(http);

    private static async Task<Result> WaivedAsync(
        Case file, string document, Moment moment, CaseChange change, CancellationToken cancellation)
    {
        var waived = change.Keep(file, CaseTextKind.Waiver, document, "document") is { IsRefused: true } wrong ? wrong : file.Waive(moment);
        if (!waived.IsRefused)
        {
            await change.Clocks.StopAsync(file.Id, CaseChange.HearingClock, cancellation);
        }

        return waived;
    }
}
