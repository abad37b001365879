using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Operations;

/// <summary>Every refusal about a task.</summary>
internal static class TaskErrors
{
    public static readonly LegalBasis Division = new("浙江省综合行政执法条例", "第十四条", "2022-01-01");

    public static readonly Error NotFound = new(ErrorKind.NotFound, "enforcement.task.unknown", "There is no such task in your scope.");

    public static readonly Error NotYours = new(
        ErrorKind.Forbidden, "enforcement.task.not_yours", "This task, or this act on it, is another department's.", Basis: Division);

    public static readonly Error DuePast = new(
        ErrorKind.Invalid, "enforcement.task.due_past", "The last day of a task lies before today.", "dueOn");

    public static readonly Error DueTooFar = new(
        ErrorKind.Invalid, "enforcement.task.due_too_far", "The last day of a task lies at most two years from today.", "dueOn");

    public static readonly Error AttachmentUnknown = new(
        ErrorKind.Unprocessable, "enforcement.task.attachment_unknown", "Your department has not uploaded an attachment of this address.",
        "attachments");
}
