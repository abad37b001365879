using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
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
            .Does("enforcement.case.state").Idempotent<EnforcementDbContext>()
            .WithName("RecordStatement").WithSummary("Record statement and defence of the party (陈述、申辩)").WithTags("Cases");
        api.MapPost("/cases/{id:guid}/statement-waiver", WaiveAsync)
            .Does("enforcement.case.waive").Idempotent<EnforcementDbContext>()
            .WithName("RecordWaiver").WithSummary("Record that the party waives statement and hearing in writing").WithTags("Cases");
    }

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> StateAsync(
        Guid id, RecordStatementRequest request, ExpectedVersion expected, Actor actor, RecordStatementHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.StateAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> WaiveAsync(
        Guid id, WaiveStatementRequest request, ExpectedVersion expected, Actor actor, RecordStatementHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.WaiveAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RecordStatementHandler(CaseActs acts)
{
    public async Task<Result<Reply<CaseAnswer>>> StateAsync(
        Guid id, RecordStatementRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        return (acts.Keep(file, CaseTextKind.Statement, request.Text, "text").Error ?? file.TakeStatement(by).Error) is { } refused
            ? refused : await acts.DoneAsync(file, CaseStep.State, cancellation);
    }

    public async Task<Result<Reply<CaseAnswer>>> WaiveAsync(
        Guid id, WaiveStatementRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        if ((acts.Keep(file, CaseTextKind.Waiver, request.Document, "document").Error ?? file.Waive(by).Error) is { } refused)
        {
            return refused;
        }

        // The waiver covers the hearing: the term to ask for it has nothing left to run for.
        await acts.Clocks.StopAsync(id, CaseActs.HearingClock, cancellation);
        return await acts.DoneAsync(file, CaseStep.Waive, cancellation);
    }
}
