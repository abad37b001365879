using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>A party that the register does not have.</summary>
internal sealed record StatedPartyRequest
{
    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    [StringLength(20, MinimumLength = 1)]
    public required string Division { get; init; }

    [StringLength(200, MinimumLength = 1)]
    public required string Address { get; init; }
}

internal sealed record PlanVisitRequest
{
    /// <summary>An institution or lead of the register; or else <see cref="Party"/>.</summary>
    public Guid? InstitutionId { get; init; }

    public StatedPartyRequest? Party { get; init; }

    public required VisitKind Kind { get; init; }

    /// <summary>Departments that take part; the first one leads.</summary>
    [Length(1, 12)]
    public required IReadOnlyList<string> Departments { get; init; }

    [Length(1, Team.Most)]
    public required IReadOnlyList<Guid> OfficerIds { get; init; }

    public required DateOnly PlannedOn { get; init; }

    public Guid? OperationId { get; init; }

    /// <summary>Why a department's yearly cap is exceeded.</summary>
    [StringLength(Limits.Reason)]
    public string? CapReason { get; init; }

    /// <summary>Whether the visit begins before its approval, which then follows within the hours of the rule.</summary>
    public bool? Urgent { get; init; }

    [StringLength(Limits.Reason)]
    public string? UrgentReason { get; init; }
}

internal static class PlanVisitEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits", HandleAsync)
        .Does("inspection.visit.plan").Idempotent<InspectionDbContext>()
        .WithName("PlanVisit").WithSummary("Plan a visit by one or several departments, two certified officers each").WithTags("Visits");

    private static async Task<Results<Created<VisitAnswer>, ProblemHttpResult>> HandleAsync(
        PlanVisitRequest request, Actor actor, PlanVisitHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class PlanVisitHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, InspectionRules rules, PlanReader reader, TeamReader teams,
    VisitTallies tallies, Permission permission)
{
    public async Task<Result<Reply<VisitAnswer>>> HandleAsync(PlanVisitRequest request, Actor actor, CancellationToken cancellation)
    {
        var party = await reader.PartyAsync(request, actor, cancellation);
        if (party.IsRefused)
        {
            return party.Error;
        }

        // Scope came first (PartyAsync): a party of another division is unknown, and no refusal of a power reveals it.
        var subject = await AvoidedParty.SubjectAsync(context, party.Value.InstitutionId, actor, cancellation);
        if (permission.Check(actor, subject) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        var today = OfficialTime.DateOf(commit.Now);
        if (reader.Check(request, actor, today) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var (capReason, urgentReason) =
            (TextInput.Optional(request.CapReason, Limits.Reason), TextInput.Optional(request.UrgentReason, Limits.Reason));
        if (capReason.IsRefused || urgentReason.IsRefused)
        {
            return capReason.Error?.At("capReason") ?? urgentReason.Error!.At("urgentReason");
        }

        if ((request.Urgent ?? false) != (urgentReason.Value is not null))
        {
            return VisitErrors.UrgentReasonRequired;
        }

        if (request.OperationId is { } operationId
            && await reader.OperationAsync(
                operationId, party.Value, request.Departments, actor, cancellation) is { IsRefused: true } outside)
        {
            return outside.Error;
        }

        // For the planned day: a certificate that is valid today may have ended by then. The check-in asks again.
        var team = await teams.ReadAsync(
            request.OfficerIds, request.Departments, party.Value.Division, party.Value.InstitutionId, request.PlannedOn, actor,
            cancellation);
        if (team.IsRefused)
        {
            return team.Error;
        }

        // A kind that the pack is silent on counts, so that an omission in the pack cannot lift the cap (国办发〔2024〕54号).
        var counts = rules.Kind(WireWord.Of(request.Kind), request.PlannedOn).Values.CountsForCap ?? true;
        var plan = new VisitPlan(
            party.Value, request.Kind, [.. request.Departments.Select(d => (d, counts))], team.Value, request.PlannedOn,
            request.OperationId, capReason.Value, urgentReason.Value);
        var visit = Visit.Plan(commit.NewId(), plan, actor.Acts(commit.Now));
        // Tally and visit are one save, so a refused save leaves no count behind.
        if (await tallies.CountAsync(visit, cancellation) is { IsRefused: true } over)
        {
            return over.Error;
        }

        context.Visits.Add(visit);
        commit.Record(
            "visit.plan", "visit", visit.Id, visit.Version,
            new
            {
                kind = WireWord.Of(visit.Kind), visit.InstitutionId, departments = visit.DepartmentCodes, visit.PlannedOn,
                visit.OperationId, visit.IsUrgent
            });
        return await commit.SaveAsync(
            Reply.Created(VisitAnswer.Of(visit), $"/api/inspection/v1/visits/{visit.Id}", visit.Version), cancellation);
    }
}
