using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>How the party took the record.</summary>
internal sealed record StatedSignatureRequest
{
    public required SignatureKind Kind { get; init; }

    /// <summary>Not public; required if the party refused.</summary>
    [StringLength(500), MultiLine]
    public string? Note { get; init; }
}

internal sealed record ConcludeVisitRequest
{
    /// <summary>Codes of public result categories.</summary>
    [Length(1, 12)]
    public required IReadOnlyList<string> Results { get; init; }

    public required StatedSignatureRequest Signature { get; init; }
}

internal static class ConcludeVisitEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/conclusion", HandleAsync)
        .Does("inspection.visit.conclude").Idempotent<InspectionDbContext>()
        .WithName("ConcludeVisit").WithSummary("Conclude the visit; its result may be published").WithTags("Visits");

    private static async Task<Results<Ok<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ConcludeVisitRequest request, ExpectedVersion expected, Actor actor, ConcludeVisitHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ConcludeVisitHandler(
    VisitActs acts, Commit<InspectionDbContext> commit, InspectionRules rules, RecordClocks<InspectionDbContext> clocks,
    Confidential confidential)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(
        Guid id, ConcludeVisitRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var note = TextInput.Optional(request.Signature.Note, 500, TextForm.MultiLine);
        if (note.IsRefused)
        {
            return note.Error.At("signature.note");
        }

        if (request.Signature.Kind == SignatureKind.Refused && note.Value is null)
        {
            return VisitErrors.SignatureNoteRequired;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (visit, today) = (opened.Value, OfficialTime.DateOf(commit.Now));
        // The state speaks first: a visit that is not under way has no results to argue about.
        if (visit.Status == VisitStatus.UnderWay
            && ResultRules.Check(
                request.Results, code => rules.Category(code, today), visit.Answers.Count,
                [.. visit.Findings.Select(f => f.CorrectedOnSite)]) is { IsRefused: true } contradiction)
        {
            return contradiction.Error;
        }

        // The kind decides on the term: results of sampling by their own rule, a case visit as government information
        // (政府信息公开条例 第二十六条).
        var key = rules.Kind(WireWord.Of(visit.Kind), visit.VisitedOn ?? today).Values.PublishClock;
        var clock = visit.Status == VisitStatus.UnderWay && key is not null
            ? clocks.Start(key, visit.Id, today, DivisionCode.FromStored(visit.Division)) : null as Result<StoredClock>?;
        if (clock is { IsRefused: true } unknown)
        {
            return unknown.Error;
        }

        // DueOn is null while the calendar of the year in question is not loaded; PublicationDay announces the conclusion again
        // with the day once it is.
        var conclusion = new VisitConclusion(
            request.Results, request.Signature.Kind, confidential.Protect(Confidential.Signature, note.Value), today, clock?.Value.DueOn);
        var fact = visit.Conclude(conclusion, actor.Acts(commit.Now));
        return fact.IsRefused
            ? fact.Error
            : await acts.DoneAsync(
                visit, "conclude", fact.Value,
                new
                {
                    visit.Results, findings = visit.Findings.Count, signature = WireWord.Of(conclusion.Signature), conclusion.PublishDueOn
                }, cancellation);
    }
}
