using Oversight.Kernel;

namespace Oversight.Enforcement.Operations;

/// <summary>Every refusal about a joint operation.</summary>
internal static class OperationErrors
{
    private static readonly LegalBasis Conditions = new("浙江省综合行政执法条例", "第十三条", "2022-01-01");
    private static readonly LegalBasis Lead = new("浙江省综合行政执法条例", "第十四条", "2022-01-01");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "enforcement.operation.unknown", "There is no such joint operation in your scope.");

    public static readonly Error NotLead = new(
        ErrorKind.Forbidden, "enforcement.operation.not_lead", "Only the lead department does this.", Basis: Lead);

    public static readonly Error TooFewDepartments = new(
        ErrorKind.Conflict, "enforcement.operation.too_few_departments", "A joint operation takes two departments or more.",
        "tasks", Conditions);

    public static readonly Error UnknownDepartment = new(
        ErrorKind.Invalid, "enforcement.department.unknown", "There is no such department.", "tasks");

    public static readonly Error DoesNotAct = new(
        ErrorKind.Invalid, "enforcement.department.does_not_act",
        "Only a department that acts by its own law takes part in a joint operation.",
        "tasks", Conditions);

    public static readonly Error Closed = new(ErrorKind.Conflict, "enforcement.operation.closed", "The joint operation is closed.");

    public static readonly Error OwnOperation = new(
        ErrorKind.Forbidden, "enforcement.operation.own", "Nobody closes the operation that the same person opened.");

    public static readonly Error TasksOpen = new(
        ErrorKind.Conflict, "enforcement.operation.tasks_open",
        "Every task must be reported or withdrawn before the operation is closed.", "tasks");

    public static readonly Error ClueUnknown = new(
        ErrorKind.Unprocessable, "enforcement.operation.clue_unknown", "A clue does not exist in your scope.", "clueIds");

    public static readonly Error ClueTwice = new(
        ErrorKind.Invalid, "enforcement.operation.clue_twice", "A clue is named twice.", "clueIds");

    public static readonly Error ClueOfAnotherParty = new(
        ErrorKind.Conflict, "enforcement.operation.clue_of_another_party", "The clues of one operation are about one party.", "clueIds");

    public static readonly Error ClueOfNobody = new(
        ErrorKind.Conflict, "enforcement.operation.clue_elsewhere",
        "A clue is with a department that takes no part in the operation.", "clueIds");

    public static readonly Error PartyNeeded = new(
        ErrorKind.Invalid, "enforcement.operation.party",
        "The party comes from the clues; without clues name an institution or state a party, and only then.", "party");

    public static readonly Error NumbersRaced = new(
        ErrorKind.Unavailable, "enforcement.operation.numbers_raced",
        "Many operations are being opened at once. Send the same request again, with the same Idempotency-Key.");
}
