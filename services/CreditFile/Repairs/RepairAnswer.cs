using Oversight.Persistence.Clocks;

namespace Oversight.CreditFile.Repairs;

/// <summary>An application for repair.</summary>
internal sealed record RepairAnswer(
    Guid Id, long Version, Guid PenaltyId, Guid InstitutionId, string Division, RepairState State, string Evidence, DateOnly AppliedOn,
    DateTime? AcceptedAt, DateTime? ClosedAt, string? Reason)
{
    public static RepairAnswer Of(Repair r) =>
        new(
            r.Id, r.Version, r.PenaltyId, r.InstitutionId, r.Division, r.State, r.Evidence, r.AppliedOn, r.AcceptedAt,
            r.ClosedAt, r.Reason);
}

/// <summary>An application with its clocks and the officers who worked on it.</summary>
internal sealed record RepairDetail(
    RepairAnswer Repair, string EnteredBy, string? AcceptedBy, string? ClosedBy, IReadOnlyList<ClockAnswer> Clocks);
