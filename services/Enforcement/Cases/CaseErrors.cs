using System.Globalization;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>Every refusal about a case.</summary>
internal static class CaseErrors
{
    public static readonly Error NotFound = new(ErrorKind.NotFound, "enforcement.case.unknown", "There is no such case in your scope.");

    public static readonly Error NoDepartment = new(
        ErrorKind.Forbidden, "enforcement.case.no_department", "A case belongs to a department; your account has none.");

    public static readonly Error PartyMissing = new(
        ErrorKind.Invalid, "enforcement.case.party_missing",
        "Name the party: an institution of the register, or a party that it has not; not both.", "party");

    public static readonly Error PartyUnknown = new(
        ErrorKind.Unprocessable, "enforcement.case.party_unknown", "The register copy has no such entry in your division.",
        "institutionId");

    public static readonly Error OperationUnknown = new(
        ErrorKind.Unprocessable, "enforcement.case.operation_unknown",
        "There is no open joint operation of this id in which your department takes part.", "operationId");

    public static readonly Error ClueUnknown = new(
        ErrorKind.Unprocessable, "enforcement.case.clue_unknown", "Your department has no clue of this id.", "clueId");

    public static readonly Error PartyOutOfScope = new(
        ErrorKind.Forbidden, "enforcement.case.out_of_scope", "The place of the act lies outside your division.", "party.division",
        PenaltyErrors.Art("第二十二条"));

    public static readonly Error CountyRequired = new(
        ErrorKind.Invalid, "enforcement.case.county_required", "The place of the act is in a county: six digits.", "party.division");

    public static readonly Error PersonIsNoInstitution = new(
        ErrorKind.Invalid, "enforcement.case.person_is_no_institution",
        "A natural person is no entry of the register and has no credit code.", "partyKind");

    public static readonly Error ResidentIdOfOrganisation = new(
        ErrorKind.Invalid, "enforcement.case.resident_id_of_organisation", "Only a natural person has a resident id.", "party.residentId");

    public static readonly Error TwoHandlers = new(
        ErrorKind.Invalid, "enforcement.case.two_handlers", "Two officers or more handle a case.", "handlers", PenaltyErrors.Art("第四十二条"));

    public static readonly Error HandlerTwice = new(
        ErrorKind.Invalid, "enforcement.case.handler_twice", "The same officer is named twice.", "handlers", PenaltyErrors.Art("第四十二条"));

    public static readonly Error OneLead = new(ErrorKind.Invalid, "enforcement.case.one_lead", "Exactly one handler leads.", "handlers");

    public static readonly Error HandlerUnknown = new(
        ErrorKind.Conflict, "enforcement.case.handler_unknown", "No officer of your department and division has this certificate.",
        "handlers", PenaltyErrors.Art("第四十二条"));

    public static readonly Error HandlerInactive = new(
        ErrorKind.Conflict, "enforcement.case.handler_inactive", "An officer no longer acts.", "handlers", PenaltyErrors.Art("第四十二条"));

    public static readonly Error HandlerAvoids = new(
        ErrorKind.Conflict, "enforcement.case.handler_avoids", "An officer must keep away from this party (回避).", "handlers",
        PenaltyErrors.Art("第四十三条"));

    public static readonly Error CertificateExpired = new(
        ErrorKind.Conflict, "enforcement.case.certificate_not_valid", "An officer's certificate is not valid today.", "handlers",
        PenaltyErrors.Art("第四十二条"));

    public static readonly Error ActMissing = new(ErrorKind.Invalid, "enforcement.case.act_missing", "Name at least one act.", "acts");

    public static readonly Error ActTwice = new(
        ErrorKind.Invalid, "enforcement.case.act_twice", "The same violation on the same day is named twice.", "acts");

    public static readonly Error ActInFuture = new(
        ErrorKind.Invalid, "enforcement.case.act_in_future", "An act lies today or before.", "actOn");

    public static readonly Error HearingIsWaived = new(
        ErrorKind.Conflict, "enforcement.case.hearing_waived", "The party waived the hearing in writing.");

    public static readonly Error HearingAskedTooLate = new(
        ErrorKind.Conflict, "enforcement.case.hearing_asked_too_late", "A hearing is asked for within the term after the notice.", null,
        PenaltyErrors.Art("第六十四条第一项"));

    public static readonly Error HearingDayUnknown = new(
        ErrorKind.Conflict, "enforcement.case.hearing_day_unknown",
        "The term before this day cannot be worked out: the calendar of that year is not loaded.", "heldOn");

    public static readonly Error HearingNoticedTooLate = new(
        ErrorKind.Conflict, "enforcement.case.hearing_notice_too_late", "The party is told of a hearing seven working days before it.",
        "heldOn", PenaltyErrors.Art("第六十四条第二项"));

    public static readonly Error HearingNotYet = new(
        ErrorKind.Conflict, "enforcement.case.hearing_not_yet", "The day of the hearing has not come.");

    public static readonly Error ReviewerHandles = new(
        ErrorKind.Forbidden, "enforcement.case.reviewer_handles", "Who handles the case does not review it.", null,
        PenaltyErrors.Art("第五十八条"));

    public static readonly Error ProposerHandlesNot = new(
        ErrorKind.Forbidden, "enforcement.case.proposer_handles_not", "Only a handler of the case proposes its decision.", null,
        PenaltyErrors.Art("第四十二条"));

    public static readonly Error StatementTermRuns = new(
        ErrorKind.Conflict, "enforcement.case.statement_term_runs",
        "The party has neither spoken nor waived it, and its term has not passed.", null, PenaltyErrors.Art("第四十五条"));

    public static readonly Error HearingTermRuns = new(
        ErrorKind.Conflict, "enforcement.case.hearing_term_runs",
        "The party may still ask for a hearing: it was neither held nor waived, and the term has not passed.", null,
        PenaltyErrors.Art("第六十三条"));

    public static readonly Error ReviewMissing = new(
        ErrorKind.Conflict, "enforcement.case.review_missing",
        "A case that was heard or is large needs the legal review before the decision.", null, PenaltyErrors.Art("第五十八条"));

    public static readonly Error HeavierThanNoticed = new(
        ErrorKind.Conflict, "enforcement.case.heavier_than_noticed",
        "The decision would be heavier than what the party was told; tell it anew.", "kinds", PenaltyErrors.Art("第四十五条"));

    public static readonly Error DeciderInvolved = new(
        ErrorKind.Forbidden, "enforcement.case.decider_involved", "Who filed, handles, proposed or reviewed does not decide.", null,
        PenaltyErrors.Art("第五十七条"));

    public static readonly Error AnnulerInvolved = new(
        ErrorKind.Forbidden, "enforcement.case.annuler_involved", "Who filed, handled, reviewed or decided does not annul.", null,
        PenaltyErrors.Art("第七十五条"));

    public static readonly Error DecisionTooLate = new(
        ErrorKind.Conflict, "enforcement.case.decision_too_late", "The term of decision has passed and was not extended.", null,
        PenaltyErrors.Art("第六十条"));

    public static readonly Error NotClearForTheSpot = new(
        ErrorKind.Conflict, "enforcement.case.not_on_the_spot", "On the spot only a warning or a fine within the limit is imposed.",
        "kinds", PenaltyErrors.Art("第五十一条"));

    public static readonly Error NoDecision = new(ErrorKind.Conflict, "enforcement.case.no_decision", "The case has no decision to show.");

    public static readonly Error NoTermToExtend = new(
        ErrorKind.Conflict, "enforcement.case.no_term", "The case has no open term of decision.", null, PenaltyErrors.Art("第六十条"));

    public static readonly Error GroundUnknown = new(
        ErrorKind.Invalid, "enforcement.case.ground_unknown", "There is no such ground for no penalty.", "ground");

    public static readonly Error FiledAlready = new(
        ErrorKind.Conflict, "enforcement.case.filed_already", "Another case about this act is open; the first to file has it.", "acts",
        PenaltyErrors.Art("第二十五条"));

    public static readonly Error FinedAlready = new(
        ErrorKind.Conflict, "enforcement.case.fined_already", "This act was fined already; one act is fined once.", "fineFen",
        PenaltyErrors.Art("第二十九条"));

    public static readonly Error NumberRaced = new(
        ErrorKind.Unavailable, "enforcement.case.number_raced",
        "Another case took this number in the same instant. Send the same request again, with the same Idempotency-Key.");

    /// <summary>The violation is unknown, is no penalty, or had no version on the day.</summary>
    public static Error ViolationUnknown(string field) =>
        new(ErrorKind.Invalid, "enforcement.case.violation_unknown", "There is no such violation in the catalogue.", field);

    public static Error ViolationNotInForce(string field) => new(
        ErrorKind.Conflict, "enforcement.case.violation_not_in_force", "The catalogue has no law for this violation on the day of the act.",
        field, PenaltyErrors.Art("第三十七条"));

    public static Error IsDiscipline(string field, LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.case.is_discipline",
        "This is discipline of a person, no administrative penalty: no case can be filed.", field, basis);

    public static Error TimeBarred(string field, LegalBasis basis) => new(
        ErrorKind.Conflict, "enforcement.case.time_barred", "The act is older than the law lets it be pursued.", field, basis);

    public static Error FirstFiled(string number, string department) => FiledAlready with
    {
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"The case {number} of the department {department} about this act is open; the first to file has it."),
    };

    public static Error FirstFined(string number, string department) => FinedAlready with
    {
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"The case {number} of the department {department} fined this act already; one act is fined once. "
                + $"A decision without a fine is possible."),
    };

    public static Error RuleMissing(string rule) => new(
        ErrorKind.Conflict, "enforcement.case.rule_missing",
        $"The rule {rule} that the case was filed by is no longer in the catalogue. Restore it before going on.", null,
        PenaltyErrors.Art("第三十七条"));

    public static Error RuleUnsure(string rule) => new(
        ErrorKind.Conflict, "enforcement.case.rule_unsure",
        $"The rule {rule} is marked unsure; the authority confirms it by an override before it stands on a decision.");

    public static Error DayImpossible(string field) =>
        new(
            ErrorKind.Invalid, "enforcement.case.day_impossible",
            "The day lies in the future, or before the step that comes before it.", field);
}
