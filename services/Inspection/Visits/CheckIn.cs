using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

internal sealed record CheckInRequest
{
    /// <summary>Degrees, WGS-84; null with the longitude.</summary>
    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    /// <summary>Whether the officers showed their certificates (行政处罚法 第五十五条).</summary>
    public required bool CertificatesShown { get; init; }
}

internal static class CheckInEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/check-in", HandleAsync)
        .Does("inspection.visit.check_in").Idempotent<InspectionDbContext>()
        .WithName("CheckIn").WithSummary("The officers are there and show their certificates; the team is checked again")
        .WithTags("Visits");

    private static async Task<Results<Ok<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, CheckInRequest request, ExpectedVersion expected, Actor actor, CheckInHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class CheckInHandler(
    Deadlines<InspectionDbContext> deadlines, Commit<InspectionDbContext> commit, VisitActs acts, TeamReader teams, InspectionRules rules)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(
        Guid id, CheckInRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        if (!request.CertificatesShown)
        {
            return VisitErrors.CertificatesNotShown;
        }

        // The ranges around China do not overlap, so swapped values are refused. NaN compares as false and is named for that.
        if (request.Latitude is null != request.Longitude is null || request.Latitude is < 3 or > 54 or double.NaN
            || request.Longitude is < 73 or > 136 or double.NaN)
        {
            return VisitErrors.PlaceMalformed;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (visit, today) = (opened.Value, OfficialTime.DateOf(commit.Now));
        var place = request.Latitude is { } latitude
            ? (Math.Round(latitude, 6), Math.Round(request.Longitude!.Value, 6)) : ((double, double)?)null;
        var within = rules.Rule("urgent.approval", today);
        if (visit.CheckIn(
            place, rules.ChecklistVersion, ActCode.New(), TimeSpan.FromHours(within.Values.Amount!.Value),
            actor.Acts(commit.Now)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // A certificate may have run out, and an avoidance may have come up, since the plan.
        var team = await teams.ReadAsync(
            [.. visit.Officers.OrderBy(o => o.Position).Select(o => o.OfficerId)], visit.DepartmentCodes, visit.Division,
            visit.InstitutionId, today, actor, cancellation);
        if (team.IsRefused)
        {
            return team.Error;
        }

        // Only an urgent visit that begins unapproved has one; the deadline notes a missing approval even if nobody acts.
        if (visit.ApprovalDueAt is { } due)
        {
            deadlines.Set(ApprovalLapse.Kind, visit.Id, due, within.Reference);
        }

        return await acts.DoneAsync(
            visit, "check_in", null, new { visit.VisitedOn, hasPlace = place is not null, visit.ApprovalDueAt }, cancellation);
    }
}
