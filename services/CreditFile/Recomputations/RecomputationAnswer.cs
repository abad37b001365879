namespace Oversight.CreditFile.Recomputations;

/// <summary>How far a recomputation is.</summary>
internal sealed record RecomputationAnswer(
    Guid Id, long Version, string PackVersion, DateOnly AsOf, string Division, RecomputationState State, int Total, int Rated, int Changed,
    DateTime RequestedAt, DateTime? FinishedAt)
{
    public static RecomputationAnswer Of(Recomputation r) =>
        new(r.Id, r.Version, r.PackVersion, r.AsOf, r.Division, r.State, r.Total, r.Rated, r.Changed, r.RequestedAt, r.FinishedAt);
}

/// <summary>A file whose rating would change.</summary>
internal sealed record RecomputationChangeAnswer(
    Guid InstitutionId, string OldGrade, int OldPoints, string NewGrade, int NewPoints, int DifferingLines,
    IReadOnlyList<LineDifference> Lines);
