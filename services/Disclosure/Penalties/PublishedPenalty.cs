using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Publication;

namespace Oversight.Disclosure.Penalties;

/// <summary>A decided penalty as the public may see it: codes, numbers, days and articles, no free text, no natural person.</summary>
internal sealed class PublishedPenalty : PublishedItem
{
    public string DecisionNumber { get; private init; } = string.Empty;

    public string Department { get; private init; } = string.Empty;

    /// <summary>Codes of kinds of penalty.</summary>
    public IReadOnlyList<string> Kinds { get; private init; } = [];

    public long FineFen { get; private init; }

    public long ConfiscatedFen { get; private init; }

    /// <summary><c>general</c> or <c>serious</c>, or whatever class the rules publish.</summary>
    public string CreditClass { get; private init; } = string.Empty;

    public List<PenaltyAct> Acts { get; private init; } = [];

    public static PublishedPenalty From(PenaltyDecided fact, Placement placement) => new()
    {
        Id = fact.PenaltyId,
        InstitutionId = placement.Institution.Id,
        SourceEpoch = placement.Epoch,
        Province = placement.Province,
        City = placement.City,
        County = placement.Division,
        OccurredOn = fact.DecidedOn,
        PublishedUntil = placement.Term.Until,
        TermRule = placement.Term.Rule,
        TermLaw = placement.Term.Basis.Law,
        TermArticle = placement.Term.Basis.Article,
        DecisionNumber = fact.DecisionNumber,
        Department = fact.Department,
        Kinds = fact.Kinds,
        FineFen = fact.FineFen,
        ConfiscatedFen = fact.ConfiscatedFen,
        CreditClass = fact.CreditClass,
        Acts = [.. fact.Acts.Select((act, i) => new PenaltyAct
        {
            PenaltyId = fact.PenaltyId, Ordinal = i, Violation = act.Violation, Law = act.Ground.Law, Article = act.Ground.Article,
            ActOn = act.ActOn,
        })],
    };
}

/// <summary>One act for which a penalty was imposed.</summary>
internal sealed class PenaltyAct
{
    public required Guid PenaltyId { get; init; }

    public required int Ordinal { get; init; }

    /// <summary>Code of the violation catalogue.</summary>
    public required string Violation { get; init; }

    public required string Law { get; init; }

    public required string Article { get; init; }

    public required DateOnly ActOn { get; init; }
}
