using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>The answer to one item.</summary>
internal sealed record StatedAnswerRequest
{
    [StringLength(Limits.Item, MinimumLength = 1)]
    public required string Item { get; init; }

    public required AnswerResult Result { get; init; }

    /// <summary>Not public.</summary>
    [StringLength(500), MultiLine]
    public string? Note { get; init; }
}

internal sealed record AnswerItemsRequest
{
    [Length(1, 200)]
    public required IReadOnlyList<StatedAnswerRequest> Answers { get; init; }
}

internal static class AnswerItemsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPut("/visits/{id:guid}/answers", HandleAsync)
        .Does("inspection.visit.answer")
        .WithName("AnswerItems")
        .WithSummary("Answer items of the checklist; an answer replaces the one before, items that are not named stay").WithTags("Visits");

    private static async Task<Results<Ok<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, AnswerItemsRequest request, ExpectedVersion expected, Actor actor, AnswerItemsHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class AnswerItemsHandler(
    VisitActs acts, InspectionRules rules, Confidential confidential, Commit<InspectionDbContext> commit)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(
        Guid id, AnswerItemsRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var visit = opened.Value;
        // An answer replaces the one before; of two in one request neither is the newer one.
        if (request.Answers.Select(a => a.Item).Distinct().Count() != request.Answers.Count)
        {
            return VisitErrors.ItemTwice;
        }

        var answers = new List<StatedAnswer>();
        foreach (var stated in request.Answers)
        {
            var item = VisitItems.Of(rules, visit, stated.Item, commit.Now);
            var note = TextInput.Optional(stated.Note, 500, TextForm.MultiLine);
            if (item.IsRefused || note.IsRefused)
            {
                return item.Error?.At($"answers[{answers.Count}].item") ?? note.Error!.At($"answers[{answers.Count}].note");
            }

            answers.Add(
                new StatedAnswer(
                    item.Value.Key, item.Value.Values.Department, stated.Result,
                    confidential.Protect(Confidential.AnswerNote, note.Value)));
        }

        return visit.Answer(answers, actor.Acts(commit.Now)) is { IsRefused: true } refused
            ? refused.Error
            : await acts.DoneAsync(
                visit, "answer", null, new { items = answers.Select(a => new { a.Item, result = WireWord.Of(a.Result) }) }, cancellation);
    }
}

/// <summary>The checklist of one visit.</summary>
internal static class VisitItems
{
    /// <summary>
    /// An item of the visit's checklist as of the day of the visit, or the refusal. A joint visit has one record: every department
    /// that takes part writes in it, for the others too (浙江省综合行政执法条例 第十八条).
    /// </summary>
    public static Result<RuleVersion<ChecklistItem>> Of(InspectionRules rules, Visit visit, string item, DateTime now)
    {
        // By the day of the visit: a checklist that changes before the conclusion does not change the items under way.
        var day = visit.VisitedOn ?? OfficialTime.DateOf(now);
        var found = rules.Items(visit.PartyType, [.. visit.DepartmentCodes], day, DivisionCode.FromStored(visit.Division))
            .FirstOrDefault(i => i.Key == item);
        return found is null ? VisitErrors.ItemUnknown : found;
    }
}
