using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
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
            .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
            .WithName("RequestHearing").WithSummary("Record that the party asks for a hearing (听证申请)").WithTags("Cases");
        api.MapPost("/cases/{id:guid}/hearing-notice", NoticeAsync)
            .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
            .WithName("NoticeHearing").WithSummary("Make the day of the hearing known (听证通知)").WithTags("Cases");
        api.MapPost("/cases/{id:guid}/hearing", RecordAsync)
            .For(Roles.CaseOfficer, Roles.Supervisor).Idempotent<EnforcementDbContext>()
            .WithName("RecordHearing").WithSummary("Record the hearing (听证笔录)").WithTags("Cases");
    }

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> RequestAsync(
        Guid id, RequestHearingRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http, CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "hearing_requested",
            async (file, moment) =>
            {
                var clock = await change.ClockAsync(file, CaseChange.HearingClock, cancellation);
                var asked = file.RequestHearing(clock?.DueOn, moment);
                if (!asked.IsRefused)
                {
                    await change.Clocks.StopAsync(file.Id, CaseChange.HearingClock, cancellation);
                }

                return asked;
            },
            cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> NoticeAsync(
        Guid id, NoticeHearingRequest request, ExpectedVersion expected, Actor actor, CaseChange change, StatutoryClocks clocks,
        CalendarSource<EnforcementDbContext> calendars, HttpContext http, CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "hearing_noticed",
            (file, moment) =>
            {
                // Counted back from the hearing: the notice that is given in time is the end of its own term, so nothing is left to run.
                var rule = clocks.OnDay(CaseChange.HearingNoticeClock, moment.Today, DivisionCode.FromStored(file.Division));
                if (rule.IsRefused)
                {
                    return rule.Error;
                }

                var latest = rule.Value.Term.EndFrom(request.HeldOn, calendars.Current);
                return file.NoticeHearing(request.HeldOn, latest.IsRefused ? null : latest.Value.DueOn, moment);
            },
            cancellation)).ToOk(http);

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> RecordAsync(
        Guid id, RecordHearingRequest request, ExpectedVersion expected, Actor actor, CaseChange change, HttpContext http, CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "hearing_held",
            (file, moment) => change.Keep(file, CaseTextKind.HearingSummary, request.Summary, "summary") is { IsRefused: true } wrong ? wrong : file.Hear(moment),
            cancellation)).ToOk(http);
}
