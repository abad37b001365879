using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record GiveNoticeRequest
{
    /// <summary>Codes of the pack <c>penalty-kinds</c>.</summary>
    [Required, MaxLength(10)]
    public required IReadOnlyList<string> Kinds { get; init; }

    [Range(0L, Measure.MaxFen)]
    public long FineFen { get; init; }

    [Range(0L, Measure.MaxFen)]
    public long ConfiscatedFen { get; init; }

    /// <summary>Facts, reasons and basis as the party is told them; kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Facts { get; init; }

    /// <summary>Tier of discretion: minor, usual, serious, grave; null is the whole range.</summary>
    [StringLength(20)]
    public string? Tier { get; init; }
}

internal static class GiveNoticeEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/prior-notice", HandleAsync)
        .Does("enforcement.case.notice").Idempotent<EnforcementDbContext>()
        .WithName("GivePriorNotice").WithSummary("Tell the party what is intended, why and by which law (事先告知)").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, GiveNoticeRequest request, ExpectedVersion expected, Actor actor, GiveNoticeHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class GiveNoticeHandler(CaseActs acts, CaseLaw law, PenaltyRules rules, StatementDay statement)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, GiveNoticeRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var measure = Measure.Of(request.Kinds, request.FineFen, request.ConfiscatedFen, rules);
        if (measure.IsRefused)
        {
            return measure.Error;
        }

        if (!CaseSteps.Rows.Allows(file.State, CaseStep.Notice))
        {
            return CaseSteps.Rows.Refusal(file.State, CaseStep.Notice);
        }

        var place = DivisionCode.FromStored(file.Division);
        var allowed = await law.AllowsAsync(file, measure.Value, request.Tier, by.On, cancellation);
        var due = statement.From(by.On, place);
        if ((allowed.Error ?? due.Error ?? acts.Keep(file, CaseTextKind.NoticeFacts, request.Facts, "facts").Error) is { } wrong)
        {
            return wrong;
        }

        // 第六十三条: by the intended measure. What is finally imposed may be smaller, and the right that was offered stays.
        var hearing = rules.Hearing(file.Department, file.PartyWord, measure.Value, by.On, place);
        if (file.GiveNotice(measure.Value, request.Tier, hearing is not null, due.Value.DueOn, by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await statement.AwaitAsync(file, due.Value.MissingYear, cancellation);
        // A new notice gives the term anew; the old one has lost its meaning.
        await acts.Clocks.StopAsync(id, CaseActs.HearingClock, cancellation);
        return acts.Start(file, CaseActs.HearingClock, by.On) is { IsRefused: true } unknown
            ? unknown.Error : await acts.DoneAsync(file, CaseStep.Notice, cancellation);
    }
}
