using Oversight.Kernel;

namespace Oversight.Registry.Institutions;

/// <summary>Every refusal about an institution.</summary>
internal static class InstitutionErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "registry.institution.unknown", "There is no such institution in your scope.");

    public static readonly Error CreditCodeTaken = new(
        ErrorKind.Conflict, "registry.institution.credit_code_taken", "Another entry of the register has this credit code.", "creditCode");

    public static readonly Error LicenceNumberTaken = new(
        ErrorKind.Conflict, "registry.institution.licence_number_taken", "Another entry of the register has this licence number.",
        "licenceNumber");

    public static readonly Error OutOfScope = new(
        ErrorKind.Forbidden, "registry.institution.out_of_scope", "The site lies outside your division.", "division");

    public static readonly Error UnknownType = new(
        ErrorKind.Invalid, "registry.institution.type_unknown", "There is no such type of institution.", "type");

    public static readonly Error UnknownStatus = new(
        ErrorKind.Invalid, "registry.institution.status_unknown", "There is no such status.", "status");

    public static readonly Error LicenceRequired = new(
        ErrorKind.Invalid, "registry.institution.licence_required", "An institution of this type needs a school-running licence.",
        "licenceNumber");

    public static readonly Error CreditCodeRequired = new(
        ErrorKind.Invalid, "registry.institution.credit_code_required",
        "A licensed institution in this state has a unified social credit code.", "creditCode");

    public static readonly Error CountyRequired = new(
        ErrorKind.Invalid, "registry.institution.county_required", "The site is in a county: six digits.", "division");

    public static readonly Error LicenceTermReversed = new(
        ErrorKind.Invalid, "registry.licence.term_reversed", "The licence ends before it begins.", "validTo");

    public static readonly Error LicenceIssuedLate = new(
        ErrorKind.Invalid, "registry.licence.issued_after_end", "The licence was issued after its end.", "issuedOn");

    public static readonly Error LicenceDayOutOfRange = new(
        ErrorKind.Invalid, "registry.licence.day_out_of_range",
        "A licence's days lie between 1982-01-01 and fifty years from today.", "validTo");

    public static readonly Error RenewalEndsEarlier = new(
        ErrorKind.Conflict, "registry.licence.renewal_ends_earlier",
        "A renewed licence ends later than the old one and not in the past.", "validTo");

    public static readonly Error NothingChanges = new(
        ErrorKind.Conflict, "registry.institution.nothing_changes", "The change leaves everything as it is.");

    public static readonly Error EffectiveInFuture = new(
        ErrorKind.Invalid, "registry.act.in_future", "An act counts from today or an earlier day.", "effectiveOn");

    public static readonly Error BeforeLastAct = new(
        ErrorKind.Conflict, "registry.act.before_last", "A later act is already entered; this one would count from a day before it.",
        "effectiveOn");

    public static readonly Error IsLead = new(
        ErrorKind.Conflict, "registry.institution.is_lead", "This entry is a lead on an unlicensed entity, not an institution.");

    public static readonly Error IsNoLead = new(
        ErrorKind.Conflict, "registry.unlicensed.is_institution", "This entry is an institution, not a lead.");

    public static readonly Error TypeOfLead = new(
        ErrorKind.Invalid, "registry.institution.type_of_lead", "Leads on unlicensed entities are recorded under /unlicensed.", "type");

    public static Error EffectiveTooEarly(DateOnly earliest) => new(
        ErrorKind.Invalid, "registry.act.before_rules", $"No rule is loaded for acts before {earliest:yyyy-MM-dd}.", "effectiveOn");

    public static Error TypeClosed(LegalBasis basis) => new(
        ErrorKind.Conflict, "registry.institution.type_closed", "No new institution of this type may be registered.", "type", basis);

    public static Error ProfitNotAllowed(LegalBasis basis) => new(
        ErrorKind.Invalid, "registry.institution.profit_not_allowed",
        "An institution of this type may not be registered with this profit status.", "profit", basis);
}
