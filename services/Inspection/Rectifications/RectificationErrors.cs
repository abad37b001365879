using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Inspection.Rectifications;

/// <summary>Every refusal about a rectification order.</summary>
internal static class RectificationErrors
{
    public static readonly LegalBasis Order = new("行政处罚法", "第二十八条", "2021-07-15");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "inspection.rectification.unknown", "There is no such rectification order in your scope.");

    public static readonly Error NotYourDepartment = new(
        ErrorKind.Forbidden, "inspection.rectification.not_your_department", "An order is followed up by the department that issued it.",
        "department", Order);

    public static readonly Error FindingUnknown = new(
        ErrorKind.Invalid, "inspection.rectification.finding_unknown",
        "Name findings of this visit that belong to the department, each once.", "findingIds");

    public static readonly Error FindingCorrected = new(
        ErrorKind.Conflict, "inspection.rectification.finding_corrected", "What was corrected on site is not ordered to be corrected.",
        "findingIds", Order);

    public static readonly Error FindingOrdered = new(
        ErrorKind.Conflict, "inspection.rectification.finding_ordered", "A finding is under an order already.", "findingIds");

    public static readonly Error ReasonRequired = new(
        ErrorKind.Invalid, "inspection.rectification.reason_required", "Another length than the usual one needs a reason.",
        "reason", Order);

    public static readonly Error ItemsIncomplete = new(
        ErrorKind.Invalid, "inspection.rectification.items_incomplete",
        "A re-check looks at every open item of the order, each once, and at no other.", "results");

    public static readonly Error NewDaysUnneeded = new(
        ErrorKind.Invalid, "inspection.rectification.new_days_unneeded", "A new term is set only where something has failed.", "newDays");

    public static readonly Error RanOut = new(
        ErrorKind.Conflict, "inspection.rectification.ran_out", "The term has passed; it is no longer extended.", Basis: Order);

    public static readonly Error ExtendedAlready = new(
        ErrorKind.Conflict, "inspection.rectification.extended_already", "An order is not extended more often than the rule allows.",
        Basis: Order);

    public static readonly Error ExtensionAsked = new(
        ErrorKind.Conflict, "inspection.rectification.extension_asked", "An extension is asked for already; a supervisor decides on it.");

    public static readonly Error AskerGrants = new(
        ErrorKind.Forbidden, "inspection.rectification.asker_grants", "Who asked for an extension does not grant it.", Basis: Order);

    public static Error DaysOutOfRange(int? min, int? max, string field) => new(
        ErrorKind.Invalid, "inspection.rectification.days_out_of_range", $"A term has {min} to {max} natural days.", field, Order);
}
