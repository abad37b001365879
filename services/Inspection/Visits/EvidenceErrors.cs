using Oversight.Kernel;

namespace Oversight.Inspection.Visits;

/// <summary>Every refusal about evidence.</summary>
internal static class EvidenceErrors
{
    public static readonly LegalBasis WholeProcess = new("行政处罚法", "第四十七条", "2021-07-15");

    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "inspection.evidence.unknown", "There is no such evidence on a visit in your scope.");

    public static readonly Error Empty = new(ErrorKind.Invalid, "inspection.evidence.empty", "The body is empty; it is the photo.");

    public static readonly Error TooLarge = new(ErrorKind.TooLarge, "inspection.evidence.too_large", "A photo has at most 10 MiB.");

    public static readonly Error HashRequired = new(
        ErrorKind.Invalid, "inspection.evidence.hash_required", "Send the SHA-256 of the photo as at capture, 64 hexadecimal digits.",
        "X-Content-SHA256", WholeProcess);

    public static readonly Error HashMismatch = new(
        ErrorKind.Unprocessable, "inspection.evidence.hash_mismatch",
        "The photo that arrived is not the one whose hash was taken at capture.", "X-Content-SHA256", WholeProcess);

    public static readonly Error NotAPhoto = new(
        ErrorKind.Invalid, "inspection.evidence.not_a_photo", "The body is no complete JPEG or PNG picture.");

    public static readonly Error CapturedAtMalformed = new(
        ErrorKind.Invalid, "inspection.evidence.captured_at_malformed",
        "capturedAt is an instant with its offset, such as 2026-11-24T01:02:03Z.", "capturedAt");

    public static readonly Error CapturedAtOutOfRange = new(
        ErrorKind.Invalid, "inspection.evidence.captured_at_out_of_range",
        "A photo was taken on the day of the visit or later, and not in the future.", "capturedAt");

    public static readonly Error Exists = new(ErrorKind.Conflict, "inspection.evidence.exists", "This photo is on the visit already.");

    public static readonly Error TooMany = new(
        ErrorKind.Conflict, "inspection.evidence.too_many", "The visit has as many photos as one visit may have.");
}
