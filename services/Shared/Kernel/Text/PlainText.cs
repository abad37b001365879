using System.Globalization;
using System.Text;

namespace Oversight.Kernel;

/// <summary>
/// The letters and digits of a text in their plain forms (Unicode NFKC, lower case), each with its place in the text: what is left when
/// everything is taken away by which a name or a number can be written differently and still be read.
/// </summary>
internal sealed class PlainText
{
    // Both spellings of the Chinese digits, of which the second is that of amounts, and 幺 as one reads numbers aloud.
    private const string Digits1 = "〇一二三四五六七八九", Digits2 = "零壹贰叁肆伍陆柒捌玖";

    private readonly List<Character> _characters = [];

    private PlainText(string text)
    {
        var (at, gap) = (0, true);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSign = true;
            foreach (var plain in rune.ToString().Normalize(NormalizationForm.FormKC).EnumerateRunes().Where(IsLetterOrDigit))
            {
                foreach (var character in Rune.ToLowerInvariant(plain).ToString())
                {
                    var next = new Character(character, DigitOf(character), at, gap);
                    // 之一13800001234: another kind of digit begins another number, or goes on with the same one.
                    _characters.Add(
                        next with { IsBorder = gap || (_characters.Count > 0 && _characters[^1].IsChineseDigit != next.IsChineseDigit) });
                    (gap, isSign) = (false, false);
                }
            }

            gap |= isSign;
            at += rune.Utf16SequenceLength;
        }

        Letters = string.Concat(_characters.Select(c => c.Plain));
        Digits = string.Concat(_characters.Where(c => c.Digit is not null).Select(c => c.Digit));
    }

    /// <summary>Number of letters and digits.</summary>
    public int Length => _characters.Count;

    /// <summary>All of them, as letters.</summary>
    public string Letters { get; }

    /// <summary>The digits alone, as ASCII.</summary>
    public string Digits { get; }

    public static PlainText Of(string text) => new(text);

    /// <summary>Where in the text a letter or digit stands.</summary>
    public int At(int index) => _characters[index].At;

    /// <summary>Whether a number may begin here.</summary>
    public bool IsNumberStart(int index) =>
        _characters[index].Digit is not null && (index == 0 || _characters[index].IsBorder || _characters[index - 1].Digit is null);

    /// <summary>Whether a number may end before this place.</summary>
    public bool IsNumberEnd(int index) => index == Length || _characters[index].IsBorder || _characters[index].Digit is null;

    /// <summary>At most so many digits from here on; an x may be the last of them, as in identity numbers.</summary>
    public string NumberFrom(int start, int most)
    {
        var number = new StringBuilder(most);
        for (var i = start; i < Length && number.Length < most; i++)
        {
            if (_characters[i].Digit is { } digit)
            {
                number.Append(digit);
            }
            else
            {
                if (_characters[i].Plain == 'x' && number.Length == most - 1)
                {
                    number.Append('x');
                }

                break;
            }
        }

        return number.ToString();
    }

    /// <summary>Whether nothing was taken away between these.</summary>
    public bool IsUnbroken(int start, int length) => _characters.Slice(start + 1, length - 1).TrueForAll(c => !c.IsBorder);

    /// <summary>From where to where Latin letters and digits stand without anything between them.</summary>
    public (int From, int To) CodeAround(int start, int length)
    {
        var (from, to) = (start, start + length);
        while (from > 0 && !_characters[from].IsBorder && char.IsAsciiLetterOrDigit(_characters[from - 1].Plain))
        {
            from--;
        }

        while (to < Length && !_characters[to].IsBorder && char.IsAsciiLetterOrDigit(_characters[to].Plain))
        {
            to++;
        }

        return (from, to);
    }

    // 〇 is a letter number to Unicode, no digit.
    private static bool IsLetterOrDigit(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber;

    private static char? DigitOf(char c) =>
        Digits1.IndexOf(c, StringComparison.Ordinal) is >= 0 and var first ? (char)('0' + first)
        : Digits2.IndexOf(c, StringComparison.Ordinal) is >= 0 and var second ? (char)('0' + second)
        : c == '幺' ? '1'
        : CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var value ? (char)('0' + value)
        : null;

    /// <param name="Plain">The character.</param>
    /// <param name="Digit">The ASCII digit that it stands for, or null.</param>
    /// <param name="At">Its place in the text, in UTF-16 units.</param>
    /// <param name="IsBorder">Whether a number may end before it and begin with it, although digits stand on both sides.</param>
    private sealed record Character(char Plain, char? Digit, int At, bool IsBorder)
    {
        public bool IsChineseDigit => Digit is not null && !char.IsAsciiDigit(Plain);
    }
}
