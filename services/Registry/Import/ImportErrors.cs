using System.Globalization;
using Oversight.Kernel;

namespace Oversight.Registry.Import;

/// <summary>
/// Every refusal of an import, of a file as a whole or of a row, and every reason to ignore a line. None repeats what stands in
/// the file: a value in the wrong column may be anybody's telephone number.
/// </summary>
internal static class ImportErrors
{
    public static readonly Error NotFound = new(ErrorKind.NotFound, "registry.import.unknown", "There is no such import in your scope.");

    public static readonly Error NoScope = new(
        ErrorKind.Forbidden, "registry.import.no_scope", "Your token has no division; nothing could be imported.");

    public static readonly Error Finished = new(
        ErrorKind.Conflict, "registry.import.finished", "The import is finished; it cannot be stopped any more.");

    public static readonly Error GivenUp = new(
        ErrorKind.Conflict, "registry.import.given_up",
        "The import met a conflict every time: two entries would have one credit code or licence number, "
        + "or the register changed all the while.");

    public static readonly Error UnknownOutcome = new(
        ErrorKind.Invalid, "request.value.malformed", "outcome is refused, ignored or review.", "outcome");

    public static readonly Error Empty = new(ErrorKind.Invalid, "registry.import.empty", "The file is empty.");

    public static readonly Error TooLarge = new(
        ErrorKind.TooLarge, "registry.import.too_large", "A register file has at most 16 MiB; split it.");

    public static readonly Error TooManyRows = new(
        ErrorKind.Invalid, "registry.import.too_many_rows", Text($"A register file has at most {RegisterFile.MaxRows} rows; split it."));

    public static readonly Error NotText = new(
        ErrorKind.Invalid, "registry.import.not_text",
        "The file is an archive, a spreadsheet, a picture or another binary file. Save the table as CSV.");

    /// <summary>Blank but for white space.</summary>
    public static readonly Error BlankLine = new(ErrorKind.Invalid, "registry.import.blank_line", "The line is blank.");

    /// <summary>Separators with nothing between them.</summary>
    public static readonly Error EmptyRow = new(ErrorKind.Invalid, "registry.import.empty_row", "The row has separators only.");

    public static readonly Error Date = new(
        ErrorKind.Invalid, "registry.import.date", "This is no day. Write 2026-03-05, 2026-3-5, 2026/3/5, 20260305 or 2026年3月5日.");

    public static readonly Error StatusOfOtherKind = new(
        ErrorKind.Invalid, "registry.import.status_of_other_kind",
        "An institution has no status of a lead, and a lead none of an institution.", "status");

    public static readonly Error StatusDiffers = new(
        ErrorKind.Conflict, "registry.import.status_differs",
        "The register has another status for this entry. A status changes by its legal act, not by import.", "status");

    public static readonly Error RepeatedInFile = new(
        ErrorKind.Conflict, "registry.import.repeated", "An earlier row of this file is about the same institution.");

    public static readonly Error OtherScope = new(
        ErrorKind.Forbidden, "registry.import.out_of_scope", "The site lies outside your division.", "division");

    public static readonly Error KindDiffers = new(
        ErrorKind.Conflict, "registry.import.kind_differs",
        "The register has a lead where this row is an institution, or the other way round.", "type");

    public static Error OtherEncoding(string name) => new(
        ErrorKind.Invalid, "registry.import.encoding", $"The file is {name}, which is not read here. Save the table as CSV in UTF-8.");

    public static Error UnknownEncoding(int line) => new(
        ErrorKind.Invalid, "registry.import.encoding",
        Text($"The file is not UTF-8: line {line} has other bytes. Nor is it GB18030 with a Chinese header. Save it as CSV in UTF-8."));

    public static Error Nul(int line) => new(
        ErrorKind.Invalid, "registry.import.nul", Text($"There is a NUL byte on line {line}; no text has one. Export the table again."));

    public static Error OtherSeparator(string name) => new(
        ErrorKind.Invalid, "registry.import.separator", $"The columns are separated by {name}. Save the table as CSV with commas.");

    public static Error HeaderUnreadable(int line) => new(
        ErrorKind.Invalid, "registry.import.header_unreadable",
        Text($"The header on line {line} has a quote in the wrong place, or it is far too long to be the header of a register."));

    public static Error UnknownHeader(int line, int column) => new(
        ErrorKind.Invalid, "registry.import.header_unknown",
        Text($"Column {column} of the header on line {line} is none that a register has."));

    public static Error BlankHeader(int line, int column) => new(
        ErrorKind.Invalid, "registry.import.header_blank",
        Text($"Column {column} of the header on line {line} has no name. Delete empty columns."));

    public static Error RepeatedHeader(string header) => new(
        ErrorKind.Invalid, "registry.import.header_repeated", $"The column {header} stands twice in the header.");

    public static Error MissingHeader(string header) => new(
        ErrorKind.Invalid, "registry.import.header_missing", $"The header lacks the column {header}.");

    public static Error QuoteOpen(int line) => new(
        ErrorKind.Invalid, "registry.import.quote_open",
        Text($"A quote opens on line {line} and is never closed; where the rows after it end is unknown. Nothing was entered."));

    public static Error QuotesAstray(int first, int last) => new(
        ErrorKind.Invalid, "registry.import.quotes_astray",
        Text($"By its quotes a row goes from line {first} to {last}, but it is none: a quote is missing or too many. Nothing is entered."));

    public static Error Malformed(int fields, int columns) => new(
        ErrorKind.Invalid, "registry.import.row_malformed", Text($"The row has {fields} fields; the header has {columns}."));

    /// <summary>The refusal of a line for a fault of its text.</summary>
    /// <param name="fault">Any but an open quote, which refuses the file.</param>
    /// <param name="column">The column at fault, or null if the row has no such.</param>
    public static Error Of(CsvFault fault, string? column) => fault switch
    {
        CsvFault.QuoteInside => new(
            ErrorKind.Invalid, "registry.import.quote_inside",
            "A quote stands inside a field that does not begin with one. Double it and quote the field.", column),
        CsvFault.TextAfterQuote => new(
            ErrorKind.Invalid, "registry.import.text_after_quote",
            "There is text after the closing quote of a field. A quote inside is written twice.", column),
        CsvFault.FieldTooLong => new(
            ErrorKind.Invalid, "registry.import.field_too_long", "The field is longer than any column of a register.", column),
        CsvFault.RecordTooLong => new(ErrorKind.Invalid, "registry.import.row_too_long", "The row is longer than any row of a register."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "This refuses no line."),
    };

    /// <summary>For a person to look at: the row was entered all the same.</summary>
    /// <param name="since">Day from which no new body of the type is approved.</param>
    /// <param name="basis">The article.</param>
    public static Error LicenceBeforeClosure(DateOnly since, LegalBasis basis) => new(
        ErrorKind.Conflict, "registry.import.licence_before_closure",
        Text($"No new body of this type is approved since {since:yyyy-MM-dd}, and the row shows no licence from before. Look into it."),
        "issuedOn", basis);

    /// <summary>The import lost count: a fault of the program, for which nothing is entered.</summary>
    public static Error NotAccounted(int lines, int accounted, int rows, int outcomes) => new(
        ErrorKind.Conflict, "registry.import.not_accounted",
        Text($"The file has {lines} lines and {rows} rows; {accounted} lines and {outcomes} rows are accounted for. Nothing was entered."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
