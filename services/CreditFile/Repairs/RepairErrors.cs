using Oversight.Kernel;

namespace Oversight.CreditFile.Repairs;

/// <summary>Every refusal about a repair.</summary>
internal static class RepairErrors
{
    /// <summary>The rules of repair as a whole.</summary>
    public static readonly LegalBasis Order36 = new("信用修复管理办法（国家发展改革委令第36号）", "全文", "2026-04-01");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "creditfile.repair.unknown", "There is no such application for repair in your scope.");

    public static readonly Error PenaltyUnknown = new(
        ErrorKind.NotFound, "creditfile.penalty.unknown", "There is no such penalty in a credit file of your scope.", "penaltyId");

    public static readonly Error PledgeMissing = new(
        ErrorKind.Invalid, "creditfile.repair.pledge_missing", "The institution must have given its credit pledge (信用承诺).",
        "pledge", Order36);

    public static readonly Error PenaltyAnnulled = new(
        ErrorKind.Conflict, "creditfile.repair.penalty_annulled", "The penalty is annulled; nothing is left to repair.", "penaltyId");

    public static readonly Error PenaltyCorrected = new(
        ErrorKind.Conflict, "creditfile.repair.penalty_corrected",
        "An objection against the penalty's entry was upheld; nothing is left to repair.", "penaltyId");

    public static readonly Error AlreadyRepaired = new(
        ErrorKind.Conflict, "creditfile.repair.already_repaired", "The penalty is repaired already.", "penaltyId");

    public static readonly Error AlreadyApplied = new(
        ErrorKind.Conflict, "creditfile.repair.already_applied", "An application for this penalty is under way.", "penaltyId");

    public static readonly Error NotPerformed = new(
        ErrorKind.Conflict, "creditfile.repair.not_performed", "The penalty is not performed; a repair needs the duty done.",
        "penaltyId", Order36);

    public static readonly Error ClassUnknown = new(
        ErrorKind.Conflict, "creditfile.repair.class_unknown",
        "The penalty is neither minor nor general nor serious, so that its term is not known.", "penaltyId", Order36);

    public static readonly Error SameOfficer = new(
        ErrorKind.Forbidden, "creditfile.repair.same_officer", "Whoever entered or accepted the application does not decide it.");

    public static readonly Error ReasonMissing = new(
        ErrorKind.Invalid, "creditfile.repair.reason_missing", "A refusal needs its reason.", "reason");

    public static Error TooEarly(DateOnly from, LegalBasis? basis) => new(
        ErrorKind.Conflict, "creditfile.repair.too_early",
        FormattableString.Invariant(
            $"The shortest publication term of this penalty has not passed; a repair may be asked for from {from:yyyy-MM-dd}."),
        "penaltyId", basis);
}
