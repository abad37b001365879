using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Publication;
using Oversight.Kernel;

namespace Oversight.Disclosure.Penalties;

/// <summary>A penalty as the public sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DecisionNumber">Number of the decision (处罚决定书文号).</param>
/// <param name="Department">Department that decided.</param>
/// <param name="Acts">What it was for.</param>
/// <param name="Kinds">Kinds of penalty.</param>
/// <param name="FineFen">Fine in fen; 0 if there is none.</param>
/// <param name="FineYuan">The same in yuan, grouped, two decimals.</param>
/// <param name="ConfiscatedFen">Confiscated income in fen; 0 if there is none.</param>
/// <param name="ConfiscatedYuan">The same in yuan.</param>
/// <param name="CreditClass">Class by which the term of publication goes.</param>
/// <param name="DecidedOn">Official day of the decision.</param>
/// <param name="IsDisputed">Whether an objection is under way.</param>
/// <param name="Publication">Until when it is published.</param>
public sealed record PenaltyRecord(
    Guid Id, string DecisionNumber, NamedCode Department, IReadOnlyList<PenaltyActRecord> Acts, IReadOnlyList<NamedCode> Kinds,
    long FineFen, string FineYuan, long ConfiscatedFen, string ConfiscatedYuan, NamedCode CreditClass, DateOnly DecidedOn, bool IsDisputed,
    PublicationRecord Publication)
{
    internal static PenaltyRecord From(PublishedPenalty p, bool isDisputed, Wording words) => new(
        p.Id, p.DecisionNumber, words.Department(p.Department),
        [
            .. p.Acts.OrderBy(act => act.Ordinal).Select(
                act => new PenaltyActRecord(words.Violation(act.Violation), act.ActOn, new RecordBasis(act.Law, act.Article, null)))],
        words.Names("penalty", p.Kinds), p.FineFen, new Money(p.FineFen).ToYuanText(), p.ConfiscatedFen,
        new Money(p.ConfiscatedFen).ToYuanText(), words.Name("class", p.CreditClass), p.OccurredOn, isDisputed, PublicationRecord.Of(p));
}

/// <summary>One act for which a penalty was imposed.</summary>
/// <param name="Violation">What was done.</param>
/// <param name="ActOn">Official day of the act.</param>
/// <param name="Basis">The article of the penalty.</param>
public sealed record PenaltyActRecord(NamedCode Violation, DateOnly ActOn, RecordBasis Basis);
