using Oversight.Reference;

namespace Oversight.Enforcement.Penalties;

/// <summary>A kind of penalty (处罚种类).</summary>
internal sealed record PenaltyKindRule(string Zh, string En, int Weight);

/// <summary>From when on the party may ask for a hearing (第六十三条).</summary>
internal sealed record HearingRule(long OrganisationFen, long NaturalPersonFen, IReadOnlyList<string> Kinds, string? Note = null);

/// <summary>Greatest fine on the spot (第五十一条).</summary>
internal sealed record SimplifiedRule(long MaxFen, string? Note = null);

/// <summary>A class of breach of trust, and which penalties are in it.</summary>
internal sealed record CreditClassRule(
    string Zh, string En, IReadOnlyList<string> Kinds, long? AmountFromFen = null, bool IncludesSimplified = false, string? Note = null);

/// <summary>Additional fine for late payment (第七十二条).</summary>
internal sealed record LateFineRule(int PercentPerDay, int CapPercent, string? Note = null)
{
    /// <summary>The additional fine after this many days late.</summary>
    public long After(int daysLate, long fineFen) => daysLate <= 0
        ? 0 : (long)Math.Min(fineFen * (decimal)CapPercent / 100, Math.Floor(fineFen * (decimal)PercentPerDay * daysLate / 100));
}

/// <summary>How long the party has to speak.</summary>
internal sealed record StatementTermRule(int Amount, string? Note = null);

/// <summary>A ground on which no penalty is imposed.</summary>
internal sealed record NoPenaltyRule(string Zh, string En);

/// <summary>How long an exposure is shown.</summary>
internal sealed record ExposureTermRule(int Months, string? Note = null);

/// <summary>How a department names itself on its documents.</summary>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="CasePrefix">What its case numbers begin with.</param>
/// <param name="DecisionPrefix">What its decision numbers begin with.</param>
/// <param name="ReviewBody">Who reviews its decisions.</param>
/// <param name="Organ">
/// What the organ is called behind the name of its place, e.g. 教育局; null where that differs from place to place, or where the government
/// of the same level does not review.
/// </param>
internal sealed record AuthorityRule(
    string Zh, string En, string CasePrefix, string DecisionPrefix, string ReviewBody, string? Organ = null);

/// <summary>The authority of one place as its documents name it.</summary>
/// <param name="Zh">Chinese name.</param>
/// <param name="CasePrefix">What its case numbers begin with.</param>
/// <param name="DecisionPrefix">What its decision numbers begin with.</param>
/// <param name="ReviewBody">Who reviews its decisions.</param>
/// <param name="IsProposed">The place has given no name of its own: name and review body are what its division suggests.</param>
internal sealed record Authority(string Zh, string CasePrefix, string DecisionPrefix, string ReviewBody, bool IsProposed);
