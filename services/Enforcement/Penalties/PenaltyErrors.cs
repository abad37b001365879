using System.Globalization;
using Oversight.Kernel;

namespace Oversight.Enforcement.Penalties;

/// <summary>Every refusal about what is imposed.</summary>
internal static class PenaltyErrors
{
    /// <summary>The law of penalties; its articles are named below.</summary>
    internal const string Law = "行政处罚法";

    /// <summary>Its version.</summary>
    internal const string LawVersion = "2021-07-15";

    public static readonly Error NoKind = new(
        ErrorKind.Invalid, "enforcement.penalty.kind_missing", "Name at least one kind of penalty.", "kinds");

    public static readonly Error UnknownKind = new(
        ErrorKind.Invalid, "enforcement.penalty.kind_unknown", "There is no such kind of penalty.", "kinds");

    public static readonly Error KindTwice = new(
        ErrorKind.Invalid, "enforcement.penalty.kind_twice", "A kind of penalty is named once.", "kinds");

    public static readonly Error UnknownTier = new(
        ErrorKind.Invalid, "enforcement.penalty.tier_unknown", "There is no such tier: minor, usual, serious, grave.", "tier");

    public static readonly Error AmountOutOfRange = new(
        ErrorKind.Invalid, "enforcement.penalty.amount_out_of_range",
        "An amount is not negative and not above a trillion yuan.", "fineFen");

    public static readonly Error FineWithoutKind = new(
        ErrorKind.Invalid, "enforcement.penalty.fine_and_kind",
        "A fine has an amount and the kind 'fine'; neither stands alone.", "fineFen");

    public static readonly Error ConfiscationWithoutKind = new(
        ErrorKind.Invalid, "enforcement.penalty.confiscation_and_kind",
        "A confiscation has an amount and the kind 'confiscation'; neither stands alone.", "confiscatedFen");

    public static readonly Error ConfiscationAboveIncome = new(
        ErrorKind.Conflict, "enforcement.penalty.confiscation_above_income", "More is confiscated than the illegal income of the acts.",
        "confiscatedFen", Art("第二十八条"));

    public static readonly Error NoStatementTerm = new(
        ErrorKind.Unprocessable, "enforcement.penalty.no_statement_term", "No rule says how long the party has to speak on this day.");

    public static readonly Error DecisionNumberTaken = new(
        ErrorKind.Conflict, "enforcement.penalty.decision_number_taken", "Another decision has this number.", "decisionNumber");

    public static readonly Error DecisionNumberMalformed = new(
        ErrorKind.Invalid, "enforcement.penalty.decision_number_malformed", "A decision number reads like 慈教罚决〔2026〕3号.", "decisionNumber");

    public static readonly Error DecisionNumberOfAnotherYear = new(
        ErrorKind.Invalid, "enforcement.penalty.decision_number_year",
        "A decision number carries the year in which the decision is proposed.", "decisionNumber");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "enforcement.penalty.unknown", "There is no such penalty in your scope.");

    public static readonly Error AlreadyAnnulled = new(ErrorKind.Conflict, "enforcement.penalty.annulled", "The penalty is annulled.");

    public static readonly Error AlreadyPerformed = new(
        ErrorKind.Conflict, "enforcement.penalty.performed", "The penalty is performed already.");

    public static Error KindNotAllowed(string kind, LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.penalty.kind_not_allowed", $"The law does not allow the kind {kind} for these acts.",
        "kinds", basis);

    public static Error OnlyIfSerious(string kind, LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.penalty.only_if_serious", $"The law allows the kind {kind} in serious cases only; state the tier.",
        "kinds", basis);

    public static Error NoRange(LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.penalty.no_range",
        "No fine can be worked out: the law has none for this party and tier, or the illegal income is not stated.", "fineFen", basis);

    public static Error FineBelow(long minFen, LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.penalty.fine_below_range",
        string.Create(CultureInfo.InvariantCulture, $"The fine is below the range of the law: at least {minFen} fen."), "fineFen", basis);

    public static Error FineAbove(long maxFen, LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.penalty.fine_above_range",
        string.Create(CultureInfo.InvariantCulture, $"The fine is above the range of the law: at most {maxFen} fen."), "fineFen", basis);

    /// <summary>An article of the law of penalties.</summary>
    internal static LegalBasis Art(string article) => new(Law, article, LawVersion);
}
