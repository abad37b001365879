using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Rectifications;

/// <summary>What was found on one item.</summary>
internal sealed record StatedResultRequest
{
    [StringLength(Limits.Item, MinimumLength = 1)]
    public required string Item { get; init; }

    public required bool Passed { get; init; }

    /// <summary>Not public.</summary>
    [StringLength(500), MultiLine]
    public string? Note { get; init; }
}

internal sealed record RecheckRectificationRequest
{
    [Length(1, Team.Most)]
    public required IReadOnlyList<Guid> OfficerIds { get; init; }

    /// <summary>Every open item of the order, each once.</summary>
    [Length(1, 100)]
    public required IReadOnlyList<StatedResultRequest> Results { get; init; }

    /// <summary>Natural days of the new term if something failed; null takes the usual length.</summary>
    public int? NewDays { get; init; }
}

internal static class RecheckRectificationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/rectifications/{id:guid}/rechecks", HandleAsync)
        .Does("inspection.rectification.recheck").Idempotent<InspectionDbContext>()
        .WithName("RecheckRectification").WithSummary("Enter a re-check (复查) by two certified officers; what failed is carried on")
        .WithTags("Rectifications");

    private static async Task<Results<Ok<RectificationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RecheckRectificationRequest request, ExpectedVersion expected, Actor actor, RecheckRectificationHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RecheckRectificationHandler(
    Commit<InspectionDbContext> commit, RectificationActs acts, TeamReader teams, TermReader terms, RectificationClock clock,
    Confidential confidential)
{
    public async Task<Result<Reply<RectificationAnswer>>> HandleAsync(
        Guid id, RecheckRectificationRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (request.NewDays is not null && request.Results.All(r => r.Passed))
        {
            return RectificationErrors.NewDaysUnneeded;
        }

        var (order, today) = (opened.Value, OfficialTime.DateOf(commit.Now));
        var notes = request.Results.Select(r => TextInput.Optional(r.Note, 500, TextForm.MultiLine)).ToList();
        if (notes.FindIndex(n => n.IsRefused) is >= 0 and var at)
        {
            return notes[at].Error!.At($"results[{at}].note");
        }

        // 行政处罚法 第四十二、四十三条: a re-check is an inspection, so its officers are checked for today like those of a visit.
        var team = await teams.ReadAsync(
            request.OfficerIds, [order.Department], order.Division, order.InstitutionId, today, actor, cancellation);
        var next = terms.Read(request.NewDays, null, needsReason: false, today, today, "newDays");
        if (team.IsRefused || next.IsRefused)
        {
            return team.Error ?? next.Error!;
        }

        List<RecheckResult> results = [
            .. request.Results.Select(
                (r, i) => new RecheckResult(r.Item, r.Passed, confidential.Protect(Confidential.RecheckNote, notes[i].Value)))];
        var act = actor.Acts(commit.Now);
        if (order.TakeRecheck(results, request.OfficerIds, next.Value, act) is { IsRefused: true } refused)
        {
            return refused.Error!;
        }

        // The old clock stops before the new one starts: one order has one running clock, which an extension looks for.
        await clock.StopAsync(order, cancellation);
        if (order.IsOpen && clock.Start(order, next.Value) is { IsRefused: true } uncounted)
        {
            return uncounted.Error;
        }

        return await acts.DoneAsync(
            order, order.IsOpen ? "fail" : "pass", order.IsOpen ? order.FailedFact(act) : order.PassedFact(act),
            new { officers = request.OfficerIds, openItems = order.OpenItems, order.DueOn }, cancellation);
    }
}
