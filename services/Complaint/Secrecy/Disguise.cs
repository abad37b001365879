using System.Globalization;
using System.Text;
using Oversight.Kernel;

namespace Oversight.Complaint.Secrecy;

/// <summary>
/// Whether a text for others gives a complainant away. Compared are letters and digits alone, full-width as half-width, so that spaces,
/// dashes and punctuation between them hide nothing. It finds a full name or number, not a description: the handler answers for that.
/// </summary>
internal static class Disguise
{
    /// <summary>Fewest digits of a telephone number that give it away (the subscriber's part of a landline).</summary>
    private const int TellingDigits = 7;

    /// <summary>True if <paramref name="text"/> holds the name or the telephone number, or the last seven digits of it or more.</summary>
    public static bool GivesAway(string text, string? name, string? phone)
    {
        var plain = Plain(text);
        if (name is not null && Plain(name) is { Length: > 0 } wanted && plain.Contains(wanted, StringComparison.Ordinal))
        {
            return true;
        }

        var digits = phone is null ? "" : new string([.. Plain(phone).Where(char.IsAsciiDigit)]);
        return digits.Length >= TellingDigits
            && new string([.. plain.Select(AsDigit).Where(char.IsAsciiDigit)]).Contains(digits[^TellingDigits..], StringComparison.Ordinal);
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in TextInput.ToHalfWidth(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            // 〇 is a letter number to Unicode, not a digit.
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber)
            {
                plain.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return plain.ToString();
    }

    // Chinese digits, and digits of other scripts.
    private static char AsDigit(char c) => "〇一二三四五六七八九".IndexOf(c, StringComparison.Ordinal) is >= 0 and var chinese
        ? (char)('0' + chinese)
        : CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var value ? (char)('0' + value) : c;
}
