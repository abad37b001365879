using Oversight.Contracts.Inspection.V1;
using Oversight.Kernel;

namespace Oversight.Inspection.Officers;

/// <summary>Every refusal about an officer.</summary>
internal static class OfficerErrors
{
    private static readonly LegalBasis TwoOfficers = new("行政处罚法", "第四十二条", "2021-07-15");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "inspection.officer.unknown", "There is no such officer in your scope.");

    public static readonly Error OutOfScope = new(
        ErrorKind.Forbidden, "inspection.officer.out_of_scope", "The officer's division lies outside yours.", "division");

    public static readonly Error OtherDepartment = new(
        ErrorKind.Forbidden, "inspection.officer.other_department", "A department keeps its own officers.", "department");

    public static readonly Error CertificateTaken = new(
        ErrorKind.Conflict, "inspection.officer.certificate_taken", "Another officer has a certificate with this number.",
        "certificateNumber");

    public static readonly Error AccountTaken = new(
        ErrorKind.Conflict, "inspection.officer.account_taken", "Another officer has this account.", "accountId");

    public static readonly Error CertificateMalformed = new(
        ErrorKind.Invalid, "inspection.officer.certificate_malformed",
        "A certificate number is letters and digits, with single dashes between them.", "certificateNumber");

    public static readonly Error DepartmentMalformed = new(
        ErrorKind.Invalid, "inspection.officer.department_malformed", "A department code is lower-case letters, digits and underscores.",
        "department");

    public static readonly Error DepartmentUnknown = new(
        ErrorKind.Invalid, "inspection.officer.department_unknown", "There is no such department.", "department");

    public static readonly Error DepartmentDoesNotInspect = new(
        ErrorKind.Invalid, "inspection.officer.department_does_not_inspect",
        "A body that coordinates, or only receives clues, has no inspecting officers.", "department",
        new LegalBasis("国务院办公厅关于严格规范涉企行政检查的意见", "国办发〔2024〕54号"));

    public static readonly Error TermReversed = new(
        ErrorKind.Invalid, "inspection.officer.term_reversed", "The certificate ends before it begins.", "validTo");

    public static readonly Error DayOutOfRange = new(
        ErrorKind.Invalid, "inspection.officer.day_out_of_range",
        "A certificate's days lie between 1990-01-01 and thirty years from today.", "validTo");

    public static readonly Error SpecialtyMalformed = new(
        ErrorKind.Invalid, "inspection.officer.specialty_malformed", "A specialty is one word of 1 to 40 characters, each named once.",
        "specialties");

    public static readonly Error Inactive = new(
        ErrorKind.Conflict, "inspection.officer.inactive", "The officer no longer acts.", Basis: TwoOfficers);

    public static readonly Error AvoidsAlready = new(
        ErrorKind.Conflict, "inspection.officer.avoids_already", "The officer already keeps away from this institution.", "institutionId");

    public static readonly Error AccountAvoids = new(
        ErrorKind.Conflict, "inspection.officer.account_avoids",
        "The officer keeps away from institutions: the account stays until that is lifted.", "accountId");

    public static readonly Error AvoidsTooMany = new(
        ErrorKind.Conflict, "inspection.officer.avoids_too_many",
        $"An officer keeps away from at most {OfficerRecorded.MostAvoids} institutions.");

    public static readonly Error AvoidsNot = new(
        ErrorKind.Conflict, "inspection.officer.avoids_not", "The officer does not keep away from this institution.", "institutionId");

    public static readonly Error InstitutionUnknown = new(
        ErrorKind.NotFound, "inspection.institution.unknown", "There is no such institution in your scope.", "institutionId");
}
