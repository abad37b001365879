using System.Globalization;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Exposures;

/// <summary>Every refusal about an exposure.</summary>
internal static class ExposureErrors
{
    private static readonly LegalBasis Publication = Penalties.PenaltyErrors.Art("第四十八条");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "enforcement.exposure.unknown", "There is no such exposure in your scope.");

    public static readonly Error InstitutionUnknown = new(
        ErrorKind.Unprocessable, "enforcement.exposure.institution_unknown", "The register copy has no such institution in your division.",
        "institutionId");

    public static readonly Error IsLead = new(
        ErrorKind.Conflict, "enforcement.exposure.is_lead", "A lead on an unlicensed entity is no finding; it is not exposed.",
        "institutionId", Publication);

    public static readonly Error PenaltyMissing = new(
        ErrorKind.Invalid, "enforcement.exposure.penalty_missing", "An exposure rests on at least one penalty.", "penaltyIds", Publication);

    public static readonly Error PenaltyUnknown = new(
        ErrorKind.Conflict, "enforcement.exposure.penalty_unknown",
        "A penalty is unknown, is not this institution's, was annulled or is repaired.", "penaltyIds", Publication);

    public static readonly Error OfAPerson = new(
        ErrorKind.Conflict, "enforcement.exposure.of_a_person", "Natural persons are not exposed.", "penaltyIds",
        new LegalBasis("个人信息保护法", "第二十五条", "2021-11-01"));

    public static readonly Error ApproverProposed = new(
        ErrorKind.Forbidden, "enforcement.exposure.approver_proposed", "Who proposed it does not approve it.");

    public static readonly Error TooOld = new(
        ErrorKind.Conflict, "enforcement.exposure.too_old", "The penalty may be published no longer.", "penaltyIds",
        new LegalBasis("信用修复管理办法（国家发展改革委令第36号）", "全文", "2026-04-01"));

    public static readonly Error NoDepartment = new(
        ErrorKind.Forbidden, "enforcement.exposure.no_department", "An exposure is a department's; your account has none.");

    public static Error NotRedacted(string field, int position, PersonalDetail kind) => new(
        ErrorKind.Invalid, "enforcement.exposure.not_redacted",
        string.Create(CultureInfo.InvariantCulture, $"The text has {Named(kind)} at character {position + 1}; take it out."),
        field, new LegalBasis("个人信息保护法", "第二十五条", "2021-11-01"));

    private static string Named(PersonalDetail kind) => kind switch
    {
        PersonalDetail.ResidentId => "a resident id",
        PersonalDetail.Phone => "a telephone number",
        _ => "a name from the list",
    };
}
