using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Inspection.Visits;

/// <summary>Every refusal about a visit.</summary>
internal static class VisitErrors
{
    public static readonly LegalBasis TwoOfficers = new("行政处罚法", "第四十二条", "2021-07-15");

    public static readonly LegalBasis AvoidanceRule = new("行政处罚法", "第四十三条", "2021-07-15");

    public static readonly LegalBasis OnSite = new("行政处罚法", "第五十五条", "2021-07-15");

    public static readonly LegalBasis Enterprises = new("国务院办公厅关于严格规范涉企行政检查的意见（国办发〔2024〕54号）", "全文", "2024-12-12");

    public static readonly Error NotFound = new(ErrorKind.NotFound, "inspection.visit.unknown", "There is no such visit in your scope.");

    public static readonly Error PartyUnknown = new(
        ErrorKind.NotFound, "inspection.institution.unknown", "There is no such institution in your scope.", "institutionId");

    public static readonly Error PartyRequired = new(
        ErrorKind.Invalid, "inspection.visit.party_required",
        "Name an institution of the register, or a party that it does not have; not both.", "institutionId");

    public static readonly Error OutOfScope = new(
        ErrorKind.Forbidden, "inspection.visit.out_of_scope", "The party's division lies outside yours.", "division");

    public static readonly Error CountyRequired = new(
        ErrorKind.Invalid, "inspection.visit.county_required", "A party is in a county: six digits.", "party.division");

    public static readonly Error DepartmentsMalformed = new(
        ErrorKind.Invalid, "inspection.visit.departments_malformed", "Name each department that takes part once; the first one leads.",
        "departments");

    public static readonly Error DepartmentUnknown = new(
        ErrorKind.Invalid, "inspection.visit.department_unknown",
        "A department without any item on the checklist is no inspecting body here.", "departments", Enterprises);

    public static readonly Error NotYourDepartment = new(
        ErrorKind.Forbidden, "inspection.visit.not_your_department", "Only a department that takes part acts on this visit.",
        Basis: Enterprises);

    public static readonly Error DayOutOfRange = new(
        ErrorKind.Invalid, "inspection.visit.day_out_of_range",
        "A visit is planned for today or a later day within the planning horizon.", "plannedOn");

    public static readonly Error PlannedAtOnce = new(
        ErrorKind.Conflict, "inspection.visit.planned_at_once",
        "Another visit of this institution was planned at the same moment. Look at it and plan anew.");

    public static readonly Error OfficerTwice = new(
        ErrorKind.Invalid, "inspection.visit.officer_twice", "The same officer is named twice; two officers are two persons.",
        "officerIds", TwoOfficers);

    public static readonly Error OfficerUnknown = new(
        ErrorKind.Invalid, "inspection.visit.officer_unknown", "One of the officers is not in your scope, or there is none with this id.",
        "officerIds");

    public static readonly Error OfficerInactive = new(
        ErrorKind.Conflict, "inspection.visit.officer_inactive", "One of the officers no longer acts.", "officerIds", TwoOfficers);

    public static readonly Error OfficerOfOtherDepartment = new(
        ErrorKind.Conflict, "inspection.visit.officer_other_department",
        "One of the officers belongs to a department that does not take part.", "officerIds", Enterprises);

    public static readonly Error OfficerOfOtherDivision = new(
        ErrorKind.Conflict, "inspection.visit.officer_other_division", "One of the officers acts in another division than the party's.",
        "officerIds", TwoOfficers);

    public static readonly Error CertificateNotValid = new(
        ErrorKind.Conflict, "inspection.visit.certificate_not_valid", "One of the officers has no certificate that is valid on the day.",
        "officerIds", TwoOfficers);

    public static readonly Error OfficerAvoids = new(
        ErrorKind.Conflict, "inspection.visit.officer_avoids", "One of the officers must keep away from this institution (回避).",
        "officerIds", AvoidanceRule);

    public static readonly Error OverCap = new(
        ErrorKind.Conflict, "inspection.visit.over_cap",
        "A department's yearly cap for this institution is reached; a further visit needs a stated reason.", "capReason", Enterprises);

    public static readonly Error ApproverPlanned = new(
        ErrorKind.Forbidden, "inspection.visit.approver_planned", "Who planned a visit does not approve it.", Basis: Enterprises);

    public static readonly Error ApprovedAlready = new(
        ErrorKind.Conflict, "inspection.visit.approved_already", "The visit is approved already.");

    public static readonly Error ApprovalMissing = new(
        ErrorKind.Conflict, "inspection.visit.approval_missing",
        "A visit begins once a supervisor has approved it; an urgent one is approved before it is concluded.", Basis: Enterprises);

    public static readonly Error UrgentReasonRequired = new(
        ErrorKind.Invalid, "inspection.visit.urgent_reason_required", "An urgent visit needs a reason, and a reason only an urgent one.",
        "urgentReason", Enterprises);

    public static readonly Error TooEarly = new(
        ErrorKind.Conflict, "inspection.visit.too_early", "The officers check in on the planned day or later.", Basis: Enterprises);

    public static readonly Error CertificatesNotShown = new(
        ErrorKind.Conflict, "inspection.visit.certificates_not_shown",
        "The officers show their certificates first; otherwise the party may refuse.", "certificatesShown", OnSite);

    public static readonly Error PlaceMalformed = new(
        ErrorKind.Invalid, "inspection.visit.place_malformed",
        "A place is a latitude from 3 to 54 with a longitude from 73 to 136 (WGS-84), or none.", "latitude");

    public static readonly Error ItemUnknown = new(
        ErrorKind.Invalid, "inspection.visit.item_unknown", "The item is not on this visit's checklist.", "item");

    public static readonly Error ItemTwice = new(
        ErrorKind.Invalid, "inspection.visit.item_twice", "An item is answered once per request.", "answers");

    public static readonly Error FindingExists = new(
        ErrorKind.Conflict, "inspection.finding.exists", "This visit already has a finding on this item.", "item");

    public static readonly Error EvidenceUnknown = new(
        ErrorKind.Invalid, "inspection.finding.evidence_unknown",
        "A named piece of evidence does not belong to this visit, or is named twice.", "evidence");

    public static readonly Error ViolationMalformed = new(
        ErrorKind.Invalid, "inspection.finding.violation_malformed", "A violation is a code of the catalogue such as V37.", "violation");

    public static readonly Error SignatureNoteRequired = new(
        ErrorKind.Invalid, "inspection.visit.signature_note_required", "If the party refuses to sign, the record says so.",
        "signature.note", OnSite);

    public static readonly Error ResultUnknown = new(
        ErrorKind.Invalid, "inspection.visit.result_unknown", "Name result categories that are valid today, each once.", "results");

    public static Error TooFewOfficers(int needed, LegalBasis basis) => new(
        ErrorKind.Conflict, "inspection.visit.too_few_officers",
        $"Each department that takes part sends at least {needed} officers with a certificate.", "officerIds", basis);

    public static Error FindingMissing(string item) => new(
        ErrorKind.Conflict, "inspection.visit.finding_missing", $"The item {item} failed; the conclusion needs a finding on it.",
        "results", OnSite);

    public static Error ResultContradicts(string code, LegalBasis basis) => new(
        ErrorKind.Conflict, "inspection.visit.result_contradicts",
        $"The result category {code} contradicts the answers, the findings or another category.", "results", basis);
}
