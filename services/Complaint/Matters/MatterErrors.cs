using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Complaint.Matters;

/// <summary>Every refusal of a matter.</summary>
internal static class MatterErrors
{
    private static readonly LegalBasis Secrecy = new("信访工作条例", "第三十条", "2022-05-01");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "complaint.matter.not_found", "There is no such matter, or it is not yours.");
    public static readonly Error OtherDepartment = new(
        ErrorKind.Forbidden, "complaint.matter.other_department", "The matter is with another department; its staff acts on it.");
    public static readonly Error SameDepartment = new(
        ErrorKind.Conflict, "complaint.matter.same_department", "The matter is with this department already.", "department");
    public static readonly Error DepartmentUnknown = new(
        ErrorKind.Invalid, "complaint.matter.department_unknown", "There is no such department.", "department");
    public static readonly Error NotAClue = new(
        ErrorKind.Conflict, "complaint.matter.not_a_clue",
        "Conduct of persons and petitions go their own way; they are no clue to a case. Transfer or answer the matter.");
    public static readonly Error JoinedAlready = new(
        ErrorKind.Conflict, "complaint.matter.joined_already", "The matter was joined to another, which is the one that is referred.");
    public static readonly Error CannotJoin = new(
        ErrorKind.Conflict, "complaint.matter.cannot_join",
        "A matter joins another one once; neither may be joined elsewhere or have others joined to it the wrong way round.", "parentId");
    public static readonly Error NotTheSame = new(
        ErrorKind.Conflict, "complaint.matter.not_the_same", "Only open matters of one kind, party and category are joined.", "parentId");
    public static readonly Error OwnExtension = new(
        ErrorKind.Forbidden, "complaint.matter.own_extension",
        "Whoever handles a matter does not lengthen its term; another supervisor does.");
    public static readonly Error NoClockToExtend = new(
        ErrorKind.Conflict, "complaint.matter.no_clock_to_extend", "No clock of this matter runs that its rule allows to be lengthened.");
    public static readonly Error RevealsComplainant = new(
        ErrorKind.Invalid, "complaint.matter.reveals_complainant",
        "The text gives away who complained. Say the facts in your own words, without name or telephone number.", "summary", Secrecy);
    public static readonly Error ViolationMalformed = new(
        ErrorKind.Invalid, "complaint.matter.violation_malformed", "A violation is a code of the catalogue such as V37, each once.",
        "violations");
    public static readonly Error Anonymous = new(
        ErrorKind.NotFound, "complaint.complainant.none", "Nobody said who they are: the report is anonymous.");
    public static readonly Error OutcomeUnknown = new(
        ErrorKind.Invalid, "complaint.matter.outcome_unknown",
        "An outcome is substantiated, unsubstantiated, mediated, mediation_ended or transferred.", "outcome");

    public static readonly Error FindingMissing = new(
        ErrorKind.Conflict, "complaint.matter.finding_missing",
        "A matter ends as substantiated on a case, a penalty or a clue that proved true, or by a supervisor who does not handle it.",
        "outcome", new LegalBasis("民办教育促进法实施条例", "第四十七条", "2021-09-01"));

    public static readonly Error FilterUnknown = new(
        ErrorKind.Invalid, "complaint.matter.filter_unknown", "No matter has such a state or kind.");

    public static Error WrongKind(MatterAct act, MatterKind kind) =>
        new(
            ErrorKind.Conflict, "complaint.matter.wrong_kind",
            $"Only a {WireWord.Of(kind)} takes the act {WireWord.Of(act)}: complaint and report are handled apart.");

    public static Error OutcomeNotPossible(MatterOutcome outcome, MatterState state) =>
        new(
            ErrorKind.Conflict, "complaint.matter.outcome_not_possible",
            $"A matter that is {WireWord.Of(state)} does not end as {WireWord.Of(outcome)}.", "outcome");
}
