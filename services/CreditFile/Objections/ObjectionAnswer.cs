using Oversight.CreditFile.Ledger;
using Oversight.Persistence.Clocks;

namespace Oversight.CreditFile.Objections;

/// <summary>An objection.</summary>
internal sealed record ObjectionAnswer(
    Guid Id, long Version, SourceKind SourceKind, Guid SourceId, Guid InstitutionId, string Division, ObjectionState State, string Reason,
    DateTime FiledAt, string? Decision, DateTime? ClosedAt)
{
    public static ObjectionAnswer Of(Objection o) =>
        new(o.Id, o.Version, o.SourceKind, o.SourceId, o.InstitutionId, o.Division, o.State, o.Reason, o.FiledAt, o.Decision, o.ClosedAt);
}

/// <summary>
/// An objection with its clock and the officers who worked on it. <c>Clocks</c> is empty where no rule of the division sets a term.
/// </summary>
internal sealed record ObjectionDetail(ObjectionAnswer Objection, string FiledBy, string? DecidedBy, IReadOnlyList<ClockAnswer> Clocks);
