using System.Globalization;
using System.Text;

namespace Oversight.Kernel;

/// <summary>
/// The one way in which text from outside becomes text in a record. It trims, brings white space and full-width forms into
/// shape where asked, and refuses what would later break a page, a search or a document: control characters, broken
/// UTF-16, marks that turn the reading direction. Zero-width spaces and byte-order marks, which come along with pasted
/// text, drop out.
/// </summary>
public static class TextInput
{
    private const char IdeographicSpace = '\u3000';

    /// <summary>
    /// Reads a required text. Its length is counted after shaping, in UTF-16 units, so that it fits a column of that length on every
    /// database.
    /// </summary>
    /// <param name="text">The text as given; null and blank are refused alike.</param>
    /// <param name="maxLength">The greatest length allowed, at least 1.</param>
    /// <param name="form">The shape to bring it into.</param>
    /// <returns>
    /// The shaped text, or <c>text.required</c>, <c>text.too_long</c>, <c>text.control_character</c>,
    /// <c>text.broken_encoding</c>, <c>text.direction_mark</c>. The message never repeats the text.
    /// </returns>
    public static Result<string> Required(string? text, int maxLength, TextForm form = TextForm.SingleSpaced)
    {
        var read = Optional(text, maxLength, form);
        if (read.IsRefused)
        {
            return read.Error;
        }

        return read.Value is null ? TextErrors.Required : read.Value;
    }

    /// <summary>As <see cref="Required"/>, but null and blank are accepted and read as null.</summary>
    public static Result<string?> Optional(string? text, int maxLength, TextForm form = TextForm.SingleSpaced)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (text is null)
        {
            return (string?)null;
        }

        // White space waits in the gap until something visible follows, so nothing leads, nothing trails, and a hostile
        // text is given up at the first character too many.
        var shaped = new StringBuilder(Math.Min(text.Length, maxLength));
        var gap = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return TextErrors.BrokenEncoding;
            }

            i += rune.Utf16SequenceLength - 1;
            if (Refuse(rune, form) is { } refusal)
            {
                return refusal;
            }

            var isFirstHalfOfBreak = rune.Value == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            if (isFirstHalfOfBreak || IsZeroWidth(rune))
            {
                continue;
            }

            if (IsLineBreak(rune) || Rune.IsWhiteSpace(rune))
            {
                Widen(gap, rune, form);
                continue;
            }

            if (shaped.Length > 0)
            {
                shaped.Append(gap);
            }

            gap.Clear();
            shaped.Append(HalfWidth(rune, form).ToString());
            if (shaped.Length > maxLength)
            {
                return TextErrors.TooLong(maxLength);
            }
        }

        return shaped.Length == 0 ? (string?)null : shaped.ToString();
    }

    /// <summary>
    /// The text with full-width ASCII forms (U+FF01–U+FF5E) and the ideographic space turned into half-width ones and
    /// nothing else changed. Chinese punctuation without an ASCII twin (、。「」) stays.
    /// </summary>
    public static string ToHalfWidth(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = HalfWidth(source[i]);
            }
        });
    }

    /// <summary>
    /// The canonical spelling of a code: half-width, no white space, ASCII letters in upper case. Null when nothing is left.
    /// </summary>
    /// <returns>The spelling, or the refusals of <see cref="Required"/> except <c>text.required</c>.</returns>
    internal static Result<string?> Canonical(string? text, int maxLength)
    {
        var read = Optional(text, maxLength, TextForm.Code);
        return read.IsRefused ? read : read.Value?.ToUpperInvariant();
    }

    private static Error? Refuse(Rune rune, TextForm form)
    {
        // Direction marks and isolates: a name must read as it is stored (U+061C, U+200E/F, U+202A–E, U+2066–9).
        if (rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
        {
            return TextErrors.DirectionMark;
        }

        // U+FFFD is what a decoder leaves behind when the encoding was not the one it took; nobody types it.
        var isNonCharacter = (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
        if (rune.Value == 0xFFFD || isNonCharacter)
        {
            return TextErrors.BrokenEncoding;
        }

        var mayFold = form.HasFlag(TextForm.MultiLine) || form.HasFlag(TextForm.SingleSpaced) || form.HasFlag(TextForm.Code);
        if (rune.Value == '\t' || IsLineBreak(rune))
        {
            return mayFold ? null : TextErrors.ControlCharacter;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => TextErrors.ControlCharacter,
            UnicodeCategory.Format when !IsZeroWidth(rune) => TextErrors.ControlCharacter,
            _ => null,
        };
    }

    private static bool IsLineBreak(Rune rune) => rune.Value is '\n' or '\r' or 0x0085 or 0x2028 or 0x2029;

    private static bool IsZeroWidth(Rune rune) => rune.Value is 0x00AD or (>= 0x200B and <= 0x200D) or 0x2060 or 0xFEFF;

    private static void Widen(StringBuilder gap, Rune space, TextForm form)
    {
        if (form.HasFlag(TextForm.Code))
        {
            return;
        }

        if (form.HasFlag(TextForm.MultiLine) && IsLineBreak(space))
        {
            while (gap.Length > 0 && gap[^1] != '\n')
            {
                gap.Length--;
            }

            gap.Append('\n');
        }
        else if (!form.HasFlag(TextForm.SingleSpaced))
        {
            gap.Append(HalfWidth(space, form).ToString());
        }
        else if (gap.Length == 0)
        {
            gap.Append(' ');
        }
    }

    private static Rune HalfWidth(Rune rune, TextForm form) =>
        form.HasFlag(TextForm.HalfWidth) && rune.IsBmp ? new Rune(HalfWidth((char)rune.Value)) : rune;

    private static char HalfWidth(char character) => character switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(character - 0xFEE0),
        IdeographicSpace => ' ',
        _ => character,
    };
}
