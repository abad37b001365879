using Oversight.Kernel;

namespace Oversight.Complaint.Intakes;

/// <summary>Every refusal of a message.</summary>
internal static class IntakeErrors
{
    private static readonly LegalBasis Identity = new("市场监督管理投诉举报处理办法（市场监管总局令第121号）", "第十条", "2026-04-15");

    public static readonly Error WantsRequired = Refusal(
        "wants_required", "Say what is wanted: a dispute settled (complaint), a violation punished (report), or both.", "wants");
    public static readonly Error WantsUnknown = Refusal("wants_unknown", "Wanted can be complaint and report, each once.", "wants");
    public static readonly Error CategoryUnknown = Refusal("category_unknown", "There is no such category.", "category");
    public static readonly Error KindNotPossible = Refusal(
        "kind_not_possible", "This category cannot be what is wanted here; choose the other kind or another category.", "wants");
    public static readonly Error TextTooShort = Refusal("text_too_short", "Say what happened in at least 10 characters.", "text");
    public static readonly Error NeedsIdentity =
        Refusal("needs_identity", "A complaint about an own dispute needs a name and a telephone number; a report may be anonymous.",
            "anonymous") with { Basis = Identity };
    public static readonly Error NameRequired = Refusal(
        "name_required", "A name of two characters or more is needed unless the report is anonymous.", "name");
    public static readonly Error PhoneRequired = Refusal(
        "phone_required", "A telephone number is needed unless the report is anonymous.", "phone");
    public static readonly Error PhoneInvalid = Refusal(
        "phone_invalid",
        "This is no telephone number of the mainland: 11 digits of a mobile telephone, or a landline with its area code.", "phone");
    public static readonly Error AnonymousWithIdentity = Refusal(
        "anonymous_with_identity", "An anonymous report carries no name and no telephone number.", "anonymous");
    public static readonly Error PartyRequired = Refusal(
        "party_required", "Say whom it is about: an institution of the register, or a name with its division.", "partyName");
    public static readonly Error PartyTwice = Refusal(
        "party_twice", "Name an institution of the register or describe the party, not both.", "partyName");
    public static readonly Error DivisionUnknown = Refusal(
        "division_unknown", "This is no county or city whose complaints are taken here.", "division");
    public static readonly Error ChannelUnknown = Refusal("channel_unknown", "There is no such channel.", "channel");
    public static readonly Error ReceivedInFuture = Refusal(
        "received_in_future", "A message cannot be received later than now.", "receivedAt");

    public static readonly Error ReceivedBeforeRules = Refusal(
        "received_before_rules", "No rule is loaded for messages of that day.", "receivedAt");

    /// <summary>The same for an id that is not there and for one that the public may not know of.</summary>
    public static readonly Error InstitutionUnknown = new(
        ErrorKind.NotFound, "complaint.intake.institution_unknown", "The register has no such institution.", "institutionId");

    private static Error Refusal(string reason, string message, string field) =>
        new(ErrorKind.Invalid, "complaint.intake." + reason, message, field);
}
