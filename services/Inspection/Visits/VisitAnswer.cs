using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Officers;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>
/// A visit as commands and lists answer it: no free text and no person's name, so it may be stored with an Idempotency-Key.
/// </summary>
internal sealed record VisitAnswer(
    Guid Id, long Version, VisitStatus Status, VisitKind Kind, PartyAnswer Party, IReadOnlyList<string> Departments,
    IReadOnlyList<VisitOfficerAnswer> Officers, DateOnly PlannedOn,
    Guid? OperationId, bool Urgent, string? ActCode, DateTime? ApprovalDueAt, bool ApprovalOverdue, DateTime? CheckedInAt,
    DateOnly? VisitedOn, IReadOnlyList<string> Results, SignatureKind? Signature, DateOnly? ConcludedOn)
{
    public static VisitAnswer Of(Visit v) => new(
        v.Id, v.Version, v.Status, v.Kind, new PartyAnswer(v.InstitutionId, v.PartyName, v.PartyCreditCode, v.Division, v.PartyAddress),
        v.DepartmentCodes,
        [.. v.Officers.OrderBy(o => o.Position).Select(o => new VisitOfficerAnswer(o.OfficerId, o.CertificateNumber, o.Department))],
        v.PlannedOn,
        v.OperationId, v.IsUrgent, v.ActCode, v.ApprovalDueAt, v.ApprovalOverdueAt is not null, v.CheckedInAt, v.VisitedOn, v.Results,
        v.Signature, v.ConcludedOn);
}

/// <summary>The visited party.</summary>
internal sealed record PartyAnswer(Guid? InstitutionId, string Name, string? CreditCode, string Division, string? Address);

/// <summary>An officer of a visit.</summary>
internal sealed record VisitOfficerAnswer(Guid OfficerId, string CertificateNumber, string Department);

/// <summary>What all acts on one visit have in common: scope, version, department, fact, audit, one save.</summary>
internal sealed class VisitActs(
    InspectionDbContext context, Commit<InspectionDbContext> commit, DueDeadlines<InspectionDbContext> due, Permission permission)
{
    /// <summary>The visit, tracked, for an act of a department that takes part; or the refusal.</summary>
    public async Task<Result<Visit>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await context.Visits.WithParts().Within(actor).ForChangeAsync(id, expected, VisitErrors.NotFound, due, cancellation);
        if (found.IsRefused)
        {
            return found.Error;
        }

        if (actor.Department is not { } own || !found.Value.DepartmentCodes.Contains(own))
        {
            return VisitErrors.NotYourDepartment;
        }

        // 行政处罚法 第四十三条: asked at every act, since an avoidance may be recorded after the plan.
        var subject = await AvoidedParty.SubjectAsync(context, found.Value.InstitutionId, actor, cancellation);
        return permission.Check(actor, subject) is { IsRefused: true } forbidden ? forbidden.Error : found;
    }

    /// <summary>Announces, audits and saves an act that was done.</summary>
    public Task<Result<Reply<VisitAnswer>>> DoneAsync(
        Visit visit, string act, object? fact, object? details, CancellationToken cancellation)
    {
        if (fact is not null)
        {
            commit.Announce(fact, visit.Id, visit.Version);
        }

        commit.Record($"visit.{act}", "visit", visit.Id, visit.Version, details);
        return commit.SaveAsync(Reply.Ok(VisitAnswer.Of(visit), visit.Version), cancellation);
    }
}

/// <summary>How visits are loaded.</summary>
internal static class VisitParts
{
    /// <summary>With everything that belongs to the aggregate, one query per part.</summary>
    public static IQueryable<Visit> WithParts(this IQueryable<Visit> visits) =>
        // Four collections joined in one query would return the product of their rows.
        visits.Include(v => v.Departments).Include(v => v.Officers).Include(v => v.Answers).Include(v => v.Findings).AsSplitQuery();
}
