using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>Kinds and amounts.</summary>
internal sealed record MeasureAnswer(IReadOnlyList<string> Kinds, long FineFen, long ConfiscatedFen)
{
    public static MeasureAnswer? Of(Measure? measure) =>
        measure is null ? null : new(measure.Kinds, measure.FineFen, measure.ConfiscatedFen);
}

/// <summary>An act of a case with the law that applies.</summary>
/// <param name="Violation">Code of the catalogue.</param>
/// <param name="Rule">The law of the day of the act, recorded at filing.</param>
/// <param name="AppliedRule">The law that the decision used; null before.</param>
/// <param name="Milder">Whether that is a milder newer law (行政处罚法 第三十七条).</param>
/// <param name="Law">Instrument of the penalty norm.</param>
/// <param name="Article">Its article.</param>
/// <param name="ActOn">Official day of the act.</param>
/// <param name="Place">Where, or null.</param>
/// <param name="IncomeFen">Illegal income or other base in fen, or null.</param>
internal sealed record ActAnswer(
    string Violation, string Rule, string? AppliedRule, bool Milder, string Law, string Article, DateOnly ActOn, string? Place,
    long? IncomeFen);

/// <summary>A case as commands and lists answer it; without personal data.</summary>
internal sealed record CaseAnswer(
    Guid Id, long Version, string Number, CaseState State, string Department, string Division, PartyKind PartyKind, Party Party,
    bool Simplified,
    IReadOnlyList<ActAnswer> Acts, Guid? ClueId, Guid? OperationId, IReadOnlyList<Guid> MatterIds, DateOnly FiledOn,
    MeasureAnswer? Notice, string? Tier,
    bool HearingOffered, DateOnly? StatementDueOn, DateOnly? HearingOn, bool NeedsReview, MeasureAnswer? Proposal, string? DecisionNumber,
    DateOnly? DecidedOn,
    string? CreditClass, Guid? PenaltyId, DateOnly? ServedOn, DateOnly? PerformedOn, DateOnly? EndedOn, string? DismissalGround)
{
    public static CaseAnswer Of(Case file) => new(
        file.Id, file.Version, file.Number, file.State, file.Department, file.Division, file.PartyKind, file.Party, file.Simplified,
        [
            .. file.Acts.OrderBy(a => a.Ordinal).Select(
                a => new ActAnswer(a.Violation, a.Rule, a.AppliedRule, a.IsMilder, a.Law, a.Article, a.ActOn, a.Place, a.IncomeFen))],
        file.ClueId, file.OperationId, file.MatterIds, file.FiledOn, MeasureAnswer.Of(file.Notice), file.Tier, file.HearingOffered,
        file.StatementDueOn,
        file.HearingOn, file.NeedsReview, MeasureAnswer.Of(file.Proposal), file.DecisionNumber, file.DecidedOn, file.CreditClass,
        file.PenaltyId, file.ServedOn, file.PerformedOn, file.EndedOn, file.DismissalGround);
}
