using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Oversight.Kernel;

namespace Oversight.Registry.Import;

/// <summary>
/// Bytes of a register file as text: UTF-8, or GB18030 where the header proves it. Whatever else it is, is named and refused; no
/// encoding is guessed, because a wrong guess makes names that nobody has.
/// </summary>
internal static class RegisterText
{
    // Enough for the header, at the beginning of which nothing else stands.
    private const int Sample = 4096;

    private static readonly (byte[] Mark, string Name)[] WideMarks =
        [([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"), ([0xFE, 0xFF], "UTF-16")];

    // Zip (and with it xlsx), PNG, JPEG, PDF, GIF, compound file (xls), gzip.
    private static readonly byte[][] Binary =
        [[.. "PK"u8], [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [.. "%PDF"u8], [.. "GIF8"u8], [0xD0, 0xCF, 0x11, 0xE0], [0x1F, 0x8B]];

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance
        .GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The text without its byte-order mark, or why it is none; where a line is at fault, the refusal names it.</summary>
    public static Result<string> Decode(ReadOnlySpan<byte> content)
    {
        foreach (var (mark, name) in WideMarks)
        {
            if (content.StartsWith(mark))
            {
                return ImportErrors.OtherEncoding(name);
            }
        }

        foreach (var signature in Binary)
        {
            if (content.StartsWith(signature))
            {
                return ImportErrors.NotText;
            }
        }

        var isMarked = content.StartsWith((byte[])[0xEF, 0xBB, 0xBF]);
        var body = isMarked ? content[3..] : content;
        if (body.IndexOf((byte)0) is var nul and >= 0)
        {
            return WideWithoutMark(body) is { } wide ? ImportErrors.OtherEncoding(wide) : ImportErrors.Nul(LineOf(body, nul));
        }

        if (Utf8.IsValid(body))
        {
            return Encoding.UTF8.GetString(body);
        }

        return !isMarked && DecodeGb18030(body) is { } text ? text : ImportErrors.UnknownEncoding(LineOf(body, FirstFault(body)));
    }

    // Nearly any bytes are GB18030 of something. A column of the register by its Chinese name shows that the text is meant.
    private static string? DecodeGb18030(ReadOnlySpan<byte> body)
    {
        try
        {
            var text = Gb18030.GetString(body).TrimStart('\uFEFF');
            return Names(text, name => !Ascii.IsValid(name)) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            // It is not GB18030; the caller says that it is no encoding that is read.
            return null;
        }
    }

    private static string? WideWithoutMark(ReadOnlySpan<byte> body)
    {
        var sample = body[..Math.Min(Sample, body.Length)];
        foreach (var (encoding, name) in new (Encoding, string)[]
                 {
                     (new UTF32Encoding(bigEndian: false, byteOrderMark: false), "UTF-32"),
                     (new UTF32Encoding(bigEndian: true, byteOrderMark: false), "UTF-32"),
                     (Encoding.Unicode, "UTF-16"), (Encoding.BigEndianUnicode, "UTF-16"),
                 })
        {
            if (Names(encoding.GetString(sample), _ => true))
            {
                return name;
            }
        }

        return null;
    }

    private static bool Names(string text, Func<string, bool> which)
    {
        var sample = text[..Math.Min(Sample, text.Length)];
        return RegisterFile.Columns.SelectMany(column => new[] { column.Key, column.Value })
            .Any(name => which(name) && sample.Contains(name, StringComparison.Ordinal));
    }

    private static int FirstFault(ReadOnlySpan<byte> body)
    {
        var position = 0;
        while (position < body.Length && Rune.DecodeFromUtf8(body[position..], out _, out var length) == OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }

    private static int LineOf(ReadOnlySpan<byte> body, int position)
    {
        var before = body[..position];
        var line = 1;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\n' || (before[i] == '\r' && !(i + 1 < body.Length && body[i + 1] == '\n')))
            {
                line++;
            }
        }

        return line;
    }
}
