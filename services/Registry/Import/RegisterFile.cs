using Oversight.Kernel;

namespace Oversight.Registry.Import;

/// <summary>What a part of a register file is.</summary>
internal enum LineKind
{
    /// <summary>The header.</summary>
    Header,

    /// <summary>Nothing that could be entered.</summary>
    Ignored,

    /// <summary>A line that is no row of this table.</summary>
    Refused,

    /// <summary>A row.</summary>
    Row,
}

/// <summary>One record of a register file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="First">Line on which it begins, from 1.</param>
/// <param name="Last">Line on which it ends.</param>
/// <param name="Fields">The fields of a row by column; empty for everything else.</param>
/// <param name="Why">Why it is ignored or refused; null for a row and the header.</param>
internal sealed record RegisterLine(LineKind Kind, int First, int Last, IReadOnlyDictionary<string, string> Fields, Error? Why = null);

/// <summary>
/// A register as comma-separated text with Chinese or English headers in any order. What is no such text is refused as a whole
/// before a row is read, and so is a text whose quotes leave in doubt where a row ends: one row too few is worse than none.
/// </summary>
internal sealed class RegisterFile
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Most rows of a file.</summary>
    public const int MaxRows = 200_000;

    /// <summary>The columns: our name and the Chinese header.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["name"] = "机构名称", ["creditCode"] = "统一社会信用代码", ["type"] = "机构类型", ["profit"] = "营利属性", ["licenceNumber"] = "办学许可证号",
        ["issuingAuthority"] = "审批机关", ["issuedOn"] = "发证日期", ["validFrom"] = "有效期起", ["validTo"] = "有效期止", ["division"] = "行政区划代码",
        ["address"] = "办学地址", ["sponsor"] = "举办者", ["principal"] = "负责人", ["phone"] = "联系电话", ["status"] = "状态", ["remark"] = "备注",
    };

    // The longest sound field is a remark of 500 characters; what is only too long for its column is the column's to refuse.
    private static readonly CsvLimits OfRows = new(Field: 4_000, Record: 20_000, Fields: 64);
    private static readonly CsvLimits OfHeader = new(Field: 400, Record: 4_000, Fields: 64);

    private static readonly string[] Required = ["name", "creditCode", "type", "licenceNumber", "validTo", "division", "address"];
    private static readonly (char Mark, string? Name)[] Separators = [(';', "semicolons"), ('\t', "tabs")];
    private static readonly IReadOnlyDictionary<string, string> NoFields = new Dictionary<string, string>();
    private static readonly Dictionary<string, string> ByHeader = Columns.SelectMany(c => new[] { (c.Key, c.Key), (c.Value, c.Key) })
        .ToDictionary(p => p.Item1, p => p.Item2, StringComparer.OrdinalIgnoreCase);

    private readonly string _text;
    private readonly string[] _columns;
    private readonly int _headerLine;

    private RegisterFile(string text, string[] columns, int headerLine) => (_text, _columns, _headerLine) = (text, columns, headerLine);

    /// <summary>
    /// Lines of the file, counted by their line breaks alone and not by what they hold: the records that are read are checked
    /// against it.
    /// </summary>
    public int LineCount => CountLines(_text);

    /// <summary>The Chinese name of the column that a refusal is about, or null if it is about the row.</summary>
    public static string? ColumnOf(string? field)
    {
        var name = field?.Split('.')[^1];
        return name is not null && Columns.TryGetValue(name == "number" ? "licenceNumber" : name, out var column) ? column : null;
    }

    /// <summary>Decodes a file and looks through all of its lines, or says why it is no register.</summary>
    /// <exception cref="OperationCanceledException">It is cancelled.</exception>
    public static Result<RegisterFile> Open(byte[] content, CancellationToken cancellation)
    {
        if (content.Length == 0)
        {
            return ImportErrors.Empty;
        }

        if (content.Length > MaxLength)
        {
            return ImportErrors.TooLarge;
        }

        var text = RegisterText.Decode(content);
        if (text.IsRefused)
        {
            return text.Error;
        }

        var file = ReadHeader(text.Value, cancellation);
        return file.IsRefused ? file.Error : file.Value.Doubt(cancellation) is { } doubt ? doubt : file;
    }

    /// <summary>Every record of the file in its order, the header and blank lines among them; together they are all of its lines.</summary>
    /// <exception cref="OperationCanceledException">It is cancelled; this also ends the middle of a record.</exception>
    public IEnumerable<RegisterLine> Read(CancellationToken cancellation)
    {
        var record = new CsvTokenizer(_text, OfRows, cancellation);
        while (record.Read())
        {
            var (kind, why) = Classify(record);
            var fields = NoFields;
            if (kind == LineKind.Row)
            {
                var row = new Dictionary<string, string>(_columns.Length);
                for (var i = 0; i < _columns.Length; i++)
                {
                    row.Add(_columns[i], record[i]);
                }

                fields = row;
            }

            yield return new RegisterLine(kind, record.Line, record.LastLine, fields, why);
        }
    }

    // Why the file as a whole is refused: its quotes do not say where a row ends, or it is too long.
    private Error? Doubt(CancellationToken cancellation)
    {
        var (record, rows) = (new CsvTokenizer(_text, OfRows, cancellation), 0);
        while (record.Read())
        {
            if (record.Fault == CsvFault.QuoteOpen)
            {
                return ImportErrors.QuoteOpen(record.FaultLine);
            }

            var kind = Classify(record).Kind;
            // A quote too many in each of two rows swallows the rows between them and leaves one valid record (ADR 7).
            var isRow = kind == LineKind.Row && !record.MayHoldRows(_columns.Length - 1);
            if (record.LastLine > record.Line && kind is LineKind.Row or LineKind.Refused && !isRow)
            {
                return ImportErrors.QuotesAstray(record.Line, record.LastLine);
            }

            if (kind is LineKind.Row or LineKind.Refused && ++rows > MaxRows)
            {
                return ImportErrors.TooManyRows;
            }
        }

        return null;
    }

    private (LineKind Kind, Error? Why) Classify(CsvTokenizer record)
    {
        if (record.Line == _headerLine)
        {
            return (LineKind.Header, null);
        }

        if (record.IsBlank)
        {
            return (LineKind.Ignored, record.FieldCount == 1 ? ImportErrors.BlankLine : ImportErrors.EmptyRow);
        }

        var why = record.Fault == CsvFault.None
            ? record.FieldCount == _columns.Length ? null : ImportErrors.Malformed(record.FieldCount, _columns.Length)
            : ImportErrors.Of(record.Fault, record.FaultField < _columns.Length ? _columns[record.FaultField] : null);
        return (why is null ? LineKind.Row : LineKind.Refused, why);
    }

    private static Result<RegisterFile> ReadHeader(string text, CancellationToken cancellation)
    {
        var record = new CsvTokenizer(text, OfHeader, cancellation);
        do
        {
            if (!record.Read())
            {
                return ImportErrors.Empty;
            }
        }
        while (record.IsBlank);
        if (record.Fault != CsvFault.None || record.FieldCount > OfHeader.Fields)
        {
            return record.Fault == CsvFault.QuoteOpen
                ? ImportErrors.QuoteOpen(record.FaultLine)
                : ImportErrors.HeaderUnreadable(record.Line);
        }

        var headers = Enumerable.Range(0, record.FieldCount).Select(i => TextInput.ToHalfWidth(record[i]).Trim()).ToList();
        // With another separator the whole header is one unknown column; naming the separator says what to correct.
        if (headers is [var only] && Separators.FirstOrDefault(s => only.Split(s.Mark).Any(ByHeader.ContainsKey)) is { Name: { } name })
        {
            return ImportErrors.OtherSeparator(name);
        }

        if (headers.FindIndex(h => !ByHeader.ContainsKey(h)) is var unknown and >= 0)
        {
            return headers[unknown].Length == 0
                ? ImportErrors.BlankHeader(record.Line, unknown + 1)
                : ImportErrors.UnknownHeader(record.Line, unknown + 1);
        }

        var columns = headers.ConvertAll(h => ByHeader[h]);
        if (columns.GroupBy(c => c).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return ImportErrors.RepeatedHeader(Columns[twice.Key]);
        }

        return Required.FirstOrDefault(c => !columns.Contains(c)) is { } missing
            ? ImportErrors.MissingHeader(Columns[missing])
            : new RegisterFile(text, [.. columns], record.Line);
    }

    private static int CountLines(string text)
    {
        var lines = text.Length == 0 || text[^1] is '\r' or '\n' ? 0 : 1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                lines++;
            }
        }

        return lines;
    }
}
