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
        .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
        .WithName("GivePriorNotice").WithSummary("Tell the party what is intended, why and by which law (事先告知)").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, GiveNoticeRequest request, ExpectedVersion expected, Actor actor, GiveNoticeHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class GiveNoticeHandler(CaseChange change, CaseLaw law, PenaltyRules rules, StatementDay statement)
{
    public Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, GiveNoticeRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation) =>
        change.DoAsync(id, expected, actor, "case_noticed", (file, moment) => GiveAsync(file, request, moment, cancellation), cancellation);

    private async Task<Result> GiveAsync(Case file, GiveNoticeRequest request, Moment moment, CancellationToken cancellation)
    {
        var measure = Measure.Of(request.Kinds, request.FineFen, request.ConfiscatedFen, rules);
        if (measure.IsRefused)
        {
            return measure.Error;
        }

        if (CaseSteps.Next(file.State, CaseStep.Notice) is null)
        {
            return CaseErrors.NotFromThisState(CaseStep.Notice, file.State);
        }

        var place = DivisionCode.FromStored(file.Division);
        var allowed = await law.AllowsAsync(file, measure.Value, request.Tier, moment.Today, cancellation);
        var due = statement.From(moment.Today, place);
        if ((allowed.Error ?? due.Error ?? change.Keep(file, CaseTextKind.NoticeFacts, request.Facts, "facts").Error) is { } wrong)
        {
            return wrong;
        }

        var hearing = rules.Hearing(file.Department, file.PartyWord, measure.Value, moment.Today, place);
        var given = file.GiveNotice(measure.Value, request.Tier, hearing is not null, due.Value.DueOn, moment);
        if (given.IsRefused)
        {
            return given;
        }

        await statement.AwaitAsync(file, due.Value.MissingYear, cancellation);
        // A new notice gives the term anew; the old one has lost its meaning.
        await change.Clocks.StopAsync(file.Id, CaseChange.HearingClock, cancellation);
        var clock = change.Start(file, CaseChange.HearingClock, moment.Today);
        return clock.IsRefused ? clock.Error : Result.Done;
    }
}
