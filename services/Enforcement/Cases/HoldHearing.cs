using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record RequestHearingRequest;

internal sealed record NoticeHearingRequest
{
    /// <summary>Official day of the hearing; the party is told seven working days before it.</summary>
    public required DateOnly HeldOn { get; init; }
}

internal sealed record RecordHearingRequest
{
    /// <summary>Summary of the record of the hearing; kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Summary { get; init; }
}

internal static class HoldHearingEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/cases/{id:guid}/hearing-request", RequestAsync)
            .Does("enforcement.case.request_hearing").Idempotent<EnforcementDbContext>()
            .WithName("RequestHearing").WithSummary("Record that the party asks for a hearing (听证申请)").WithTags("Cases");
        api.MapPost("/cases/{id:guid}/hearing-notice", NoticeAsync)
            .Does("enforcement.case.notice_hearing").Idempotent<EnforcementDbContext>()
            .WithName("NoticeHearing").WithSummary("Make the day of the hearing known (听证通知)").WithTags("Cases");
        api.MapPost("/cases/{id:guid}/hearing", RecordAsync)
            .Does("enforcement.case.hear").Idempotent<EnforcementDbContext>()
            .WithName("RecordHearing").WithSummary("Record the hearing (听证笔录)").WithTags("Cases");
    }

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> RequestAsync(
        Guid id, RequestHearingRequest request, ExpectedVersion expected, Actor actor, HoldHearingHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.RequestAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> NoticeAsync(
        Guid id, NoticeHearingRequest request, ExpectedVersion expected, Actor actor, HoldHearingHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.NoticeAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> RecordAsync(
        Guid id, RecordHearingRequest request, ExpectedVersion expected, Actor actor, HoldHearingHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.RecordAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class HoldHearingHandler(CaseActs acts, StatutoryClocks clocks, CalendarSource<EnforcementDbContext> calendars)
{
    public async Task<Result<Reply<CaseAnswer>>> RequestAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var clock = await acts.ClockAsync(file, CaseActs.HearingClock, cancellation);
        if (file.RequestHearing(clock?.DueOn, by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.Clocks.StopAsync(id, CaseActs.HearingClock, cancellation);
        return await acts.DoneAsync(file, CaseStep.RequestHearing, cancellation);
    }

    public async Task<Result<Reply<CaseAnswer>>> NoticeAsync(
        Guid id, NoticeHearingRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        // Counted back from the hearing: the notice that is given in time is the end of its own term, so nothing is left to run.
        var rule = clocks.OnDay(CaseActs.HearingNoticeClock, by.On, DivisionCode.FromStored(file.Division));
        if (rule.IsRefused)
        {
            return rule.Error;
        }

        var latest = rule.Value.Term.EndFrom(request.HeldOn, calendars.Current);
        return file.NoticeHearing(request.HeldOn, latest.IsRefused ? null : latest.Value.DueOn, by) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(file, CaseStep.NoticeHearing, cancellation);
    }

    public async Task<Result<Reply<CaseAnswer>>> RecordAsync(
        Guid id, RecordHearingRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        return (acts.Keep(file, CaseTextKind.HearingSummary, request.Summary, "summary").Error ?? file.Hear(by).Error) is { } refused
            ? refused : await acts.DoneAsync(file, CaseStep.Hear, cancellation);
    }
}
