using Oversight.Kernel;

namespace Oversight.CreditFile.Files;

/// <summary>Every refusal about a credit file.</summary>
internal static class FileErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "creditfile.file.unknown", "There is no credit file of such an institution in your scope.");

    public static readonly Error NothingToConfirm = new(
        ErrorKind.Conflict, "creditfile.file.nothing_to_confirm", "No drop of this file's grade waits for a confirmation.");

    public static readonly Error InFuture = new(
        ErrorKind.Invalid, "creditfile.rating.in_future", "A rating is worked out as of today or an earlier day.", "asOf");

    public static readonly Error GradeUnknown = new(
        ErrorKind.Invalid, "creditfile.rating.grade_unknown", "A grade is A, B, C or D.", "grade");
}
