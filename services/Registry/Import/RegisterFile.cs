using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Oversight.Kernel;

namespace Oversight.Registry.Import;

/// <summary>One row of a register file: its place and its fields by column.</summary>
internal sealed record RegisterRow(int Line, IReadOnlyDictionary<string, string> Fields, string? Malformed);

/// <summary>
/// A register as CSV: UTF-8 or GB18030, with or without byte-order mark, Chinese or English headers in any order, quoted line
/// breaks. What is no such text is refused as a whole before a row is read.
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

    private static readonly string[] Required = ["name", "creditCode", "type", "licenceNumber", "validTo", "division", "address"];
    private static readonly Dictionary<string, string> ByHeader = Columns.SelectMany(c => new[] { (c.Key, c.Key), (c.Value, c.Key) })
        .ToDictionary(p => p.Item1, p => p.Item2, StringComparer.OrdinalIgnoreCase);

    private readonly string _text;

    static RegisterFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private RegisterFile(string text) => _text = text;

    /// <summary>Decodes a file, or says why it is none.</summary>
    public static Result<RegisterFile> Open(byte[] content)
    {
        if (content.Length == 0)
        {
            return ImportErrors.Empty;
        }

        if (content.Length > MaxLength)
        {
            return ImportErrors.TooLarge;
        }

        var text = Decode(content);
        if (text.IsRefused)
        {
            return text.Error;
        }

        var file = new RegisterFile(text.Value);
        return file.ReadHeader() is { IsRefused: true } refused ? refused.Error : file;
    }

    /// <summary>The rows, one after the other; a row that is no row of this table says so.</summary>
    public IEnumerable<RegisterRow> Rows()
    {
        using var parser = Parser();
        ReadRow(parser);
        var columns = parser.Record!.Select(header => ByHeader[Header(header)]).ToArray();
        var line = parser.RawRow + 1;
        while (parser.Read())
        {
            var (first, record) = (line, parser.Record!);
            line = parser.RawRow + 1;
            if (record.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            var malformed = record.Length != columns.Length ? $"The row has {record.Length} fields; the header has {columns.Length}." : null;
            yield return new RegisterRow(first, columns.Take(record.Length).Select((column, i) => (column, record[i])).ToDictionary(p => p.column, p => p.Item2), malformed);
        }
    }

    private Result ReadHeader()
    {
        using var parser = Parser();
        if (!ReadRow(parser))
        {
            return ImportErrors.Empty;
        }

        var headers = parser.Record!.Select(Header).ToList();
        if (headers.FirstOrDefault(h => !ByHeader.ContainsKey(h)) is { } unknown)
        {
            return ImportErrors.UnknownHeader(unknown.Length <= 40 && unknown.All(c => !char.IsControl(c)) ? unknown : "?");
        }

        var columns = headers.ConvertAll(h => ByHeader[h]);
        if (columns.Count != columns.Distinct().Count())
        {
            return ImportErrors.RepeatedHeader;
        }

        return Required.FirstOrDefault(c => !columns.Contains(c)) is { } missing ? ImportErrors.MissingHeader(Columns[missing]) : Result.Done;
    }

    // The next row that is not blank.
    private static bool ReadRow(CsvParser parser)
    {
        while (parser.Read())
        {
            if (!parser.Record!.All(string.IsNullOrWhiteSpace))
            {
                return true;
            }
        }

        return false;
    }

    private CsvParser Parser() => new(new StringReader(_text), new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Delimiter = ",",
        DetectDelimiter = false,
        BadDataFound = null,
        IgnoreBlankLines = false, // Skipped by hand: the parser would not say on which line the row after them begins.
        TrimOptions = TrimOptions.None,
        MaxFieldSize = 100_000,
        CacheFields = false,
    });

    private static string Header(string text) => TextInput.ToHalfWidth(text).Trim().TrimStart('\uFEFF');

    // UTF-8 when it is strictly that, else GB18030 when it is strictly that; NUL bytes and the first bytes of archives,
    // spreadsheets, pictures and PDF say that it is no text at all.
    private static Result<string> Decode(byte[] content)
    {
        ReadOnlySpan<byte> bytes = content;
        if (bytes.StartsWith("PK"u8) || bytes.StartsWith((byte[])[0x89, 0x50, 0x4E, 0x47]) || bytes.StartsWith((byte[])[0xFF, 0xD8, 0xFF])
            || bytes.StartsWith("%PDF"u8) || bytes.StartsWith("GIF8"u8) || bytes.StartsWith((byte[])[0xD0, 0xCF, 0x11, 0xE0]) || bytes.StartsWith((byte[])[0x1F, 0x8B])
            || bytes.Contains((byte)0))
        {
            return ImportErrors.NotText;
        }

        var body = bytes.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        foreach (var encoding in new[] { new UTF8Encoding(false, throwOnInvalidBytes: true), Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback) })
        {
            try
            {
                return encoding.GetString(body);
            }
            catch (DecoderFallbackException)
            {
                // Not this encoding; the next may fit.
            }
        }

        return ImportErrors.UnknownEncoding;
    }
}
