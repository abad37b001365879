using Oversight.Kernel;

namespace Oversight.CreditFile.Objections;

/// <summary>Every refusal about an objection.</summary>
internal static class ObjectionErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "creditfile.objection.unknown", "There is no such objection in your scope.");

    public static readonly Error FactUnknown = new(
        ErrorKind.NotFound, "creditfile.fact.unknown", "There is no such fact in a credit file of your scope.", "sourceId");

    public static readonly Error RegisterFact = new(
        ErrorKind.Conflict, "creditfile.objection.register_fact",
        "The register corrects its own entries, and the credit file follows; object there.", "sourceKind");

    public static readonly Error NothingLeft = new(
        ErrorKind.Conflict, "creditfile.objection.fact_ended",
        "The fact counts no longer: it was annulled, withdrawn, corrected or repaired.", "sourceId");

    public static readonly Error AlreadyFiled = new(
        ErrorKind.Conflict, "creditfile.objection.already_filed", "An objection against this fact is under way.", "sourceId");

    public static readonly Error SameOfficer = new(
        ErrorKind.Forbidden, "creditfile.objection.same_officer", "Whoever filed an objection does not decide it.");

    public static readonly Error NoClock = new(
        ErrorKind.Conflict, "creditfile.objection.no_clock",
        "No rule of this division sets a term for objections, so there is none to lengthen.");
}
