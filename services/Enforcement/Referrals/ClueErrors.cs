using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Referrals;

/// <summary>Every refusal about a clue.</summary>
internal static class ClueErrors
{
    private static readonly LegalBasis Transfers = new("浙江省综合行政执法条例", "第十八条", "2022-01-01");
    private static readonly LegalBasis Police = new("行政处罚法", "第二十七条", "2021-07-15");

    public static readonly Error NotFound = new(ErrorKind.NotFound, "enforcement.clue.unknown", "There is no such clue in your scope.");

    public static readonly Error NotYours = new(ErrorKind.Forbidden, "enforcement.clue.not_yours", "It is another department's move.");

    public static readonly Error NoDepartment = new(
        ErrorKind.Forbidden, "enforcement.clue.no_department", "Only somebody who acts for a department can send a clue.");

    public static readonly Error UnknownDepartment = new(
        ErrorKind.Invalid, "enforcement.department.unknown", "There is no such department.", "department");

    public static readonly Error SameDepartment = new(
        ErrorKind.Conflict, "enforcement.clue.same_department", "The clue is with this department already.", "department");

    public static readonly Error OwnClue = new(
        ErrorKind.Conflict, "enforcement.clue.own", "A department does not return a clue to itself; it passes it on.");

    public static readonly Error Arbitrated = new(
        ErrorKind.Conflict, "enforcement.clue.arbitrated", "It was decided whose duty this clue is; that is final.",
        Basis: new LegalBasis("行政处罚法", "第二十五条", "2021-07-15"));

    public static readonly Error ObjectionLate = new(
        ErrorKind.Conflict, "enforcement.clue.objection_late",
        "The term for an objection has passed; the clue can be accepted, returned or passed on.",
        Basis: new LegalBasis("信访工作条例", "第二十三条", "2022-05-01"));

    public static readonly Error NotNeutral = new(
        ErrorKind.Forbidden, "enforcement.clue.not_neutral",
        "Whose duty it is decides a department that is neither the sender nor the addressee.");

    public static readonly Error JoinsByOperation = new(
        ErrorKind.Conflict, "enforcement.clue.joins_by_operation",
        "This outcome comes with the opening of the joint operation.", "outcome");

    public static readonly Error PoliceStageWrong = new(
        ErrorKind.Conflict, "enforcement.clue.police_stage", "A suspicion is entered, then approved, then handed over, each once.",
        Basis: Police);

    public static readonly Error OwnSuspicion = new(
        ErrorKind.Forbidden, "enforcement.clue.own_suspicion", "Nobody approves the own suspicion.");

    public static readonly Error PolicePending = new(
        ErrorKind.Conflict, "enforcement.clue.police_pending", "A suspected crime goes to the police before the clue ends.", Basis: Police);
}
