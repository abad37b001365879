using Oversight.Kernel;

namespace Oversight.Registry.Import;

/// <summary>Every refusal of an import, of a file as a whole or of a row.</summary>
internal static class ImportErrors
{
    public static readonly Error NotFound = new(ErrorKind.NotFound, "registry.import.unknown", "There is no such import in your scope.");

    public static readonly Error Empty = new(ErrorKind.Invalid, "registry.import.empty", "The file is empty.");

    public static readonly Error TooLarge = new(ErrorKind.TooLarge, "registry.import.too_large", "A register file has at most 16 MiB; split it.");

    public static readonly Error TooManyRows = new(ErrorKind.Invalid, "registry.import.too_many_rows", $"A register file has at most {RegisterFile.MaxRows} rows; split it.");

    public static readonly Error NotText = new(ErrorKind.Invalid, "registry.import.not_text", "The file is an archive, a spreadsheet, a picture or another binary file. Save the table as CSV.");

    public static readonly Error UnknownEncoding = new(ErrorKind.Invalid, "registry.import.encoding", "The file is neither UTF-8 nor GB18030.");

    public static readonly Error RepeatedHeader = new(ErrorKind.Invalid, "registry.import.header_repeated", "A column stands twice in the header.");

    public static readonly Error NoScope = new(ErrorKind.Forbidden, "registry.import.no_scope", "Your token has no division; nothing could be imported.");

    public static readonly Error Finished = new(ErrorKind.Conflict, "registry.import.finished", "The import is finished; it cannot be stopped any more.");

    public static readonly Error Date = new(
        ErrorKind.Invalid, "registry.import.date", "This is no day. Write 2026-03-05, 2026-3-5, 2026/3/5, 20260305 or 2026年3月5日.");

    public static readonly Error StatusOfOtherKind = new(
        ErrorKind.Invalid, "registry.import.status_of_other_kind", "An institution has no status of a lead, and a lead none of an institution.", "status");

    public static readonly Error StatusDiffers = new(
        ErrorKind.Conflict, "registry.import.status_differs", "The register has another status for this entry. A status changes by its legal act, not by import.", "status");

    public static readonly Error RepeatedInFile = new(ErrorKind.Conflict, "registry.import.repeated", "An earlier row of this file is about the same institution.");

    public static readonly Error OtherScope = new(ErrorKind.Forbidden, "registry.import.out_of_scope", "The site lies outside your division.", "division");

    public static readonly Error KindDiffers = new(
        ErrorKind.Conflict, "registry.import.kind_differs", "The register has a lead where this row is an institution, or the other way round.", "type");

    public static Error UnknownHeader(string header) => new(ErrorKind.Invalid, "registry.import.header_unknown", $"The header has a column that no register has: {header}.");

    public static Error MissingHeader(string header) => new(ErrorKind.Invalid, "registry.import.header_missing", $"The header lacks the column {header}.");

    public static Error Malformed(string message) => new(ErrorKind.Invalid, "registry.import.row_malformed", message);
}
