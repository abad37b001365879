using System.Text.RegularExpressions;

namespace Oversight.Kernel;

/// <summary>What identifies a person in a text.</summary>
public enum PersonalDetail
{
    /// <summary>A citizen's identity number, also of the 15 digits of before 1999.</summary>
    ResidentId,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A name from a list.</summary>
    PersonName,
}

/// <summary>
/// Looks for personal data in a text that others will read (个人信息保护法 第二十五条; 行政处罚法 第四十八条).
/// </summary>
/// <remarks>
/// Compared are letters and digits alone, in their plain forms (<see cref="PlainText"/>): full-width, circled and Chinese digits are
/// digits, and what stands between two of them hides nothing. It finds a full name or number, not a description; whoever signs the
/// text answers for that.
/// </remarks>
public static partial class Redaction
{
    /// <summary>Fewest digits of a known telephone number that give it away: the subscriber's part of a landline.</summary>
    private const int TellingDigits = 7;

    private const int LongestNumber = 18, OldResidentId = 15;

    /// <summary>The first personal detail in a text.</summary>
    /// <param name="text">The text; its length in UTF-16 units is what the work grows with, linearly.</param>
    /// <param name="names">Names that must not stand in it; blank ones are left out.</param>
    /// <returns>Its place in UTF-16 units of the text as given, and what stands there; null if nothing was found.</returns>
    public static (int Position, PersonalDetail Kind)? Find(string text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = PlainText.Of(text);
        var found = new List<(int Position, PersonalDetail Kind)>();
        for (var i = 0; i < plain.Length; i++)
        {
            if (plain.IsNumberStart(i) && NumberAt(text, plain, i) is { } kind)
            {
                found.Add((StartOf(text, plain.At(i)), kind));
                break;
            }
        }

        foreach (var name in names.Select(name => PlainText.Of(name).Letters).Where(name => name.Length > 0))
        {
            if (plain.Letters.IndexOf(name, StringComparison.Ordinal) is >= 0 and var at)
            {
                found.Add((plain.At(at), PersonalDetail.PersonName));
            }
        }

        return found.Count == 0 ? null : found.MinBy(detail => detail.Position);
    }

    /// <summary>Whether a text gives a known person away.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The person's name, or null.</param>
    /// <param name="phone">The person's telephone number, or null.</param>
    /// <returns>True if it holds the name, or the last seven digits of the number, whatever stands between them.</returns>
    public static bool GivesAway(string text, string? name, string? phone)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = PlainText.Of(text);
        if (name is not null && PlainText.Of(name).Letters is { Length: > 0 } wanted
            && plain.Letters.Contains(wanted, StringComparison.Ordinal))
        {
            return true;
        }

        var digits = phone is null ? "" : PlainText.Of(phone).Digits;
        return digits.Length >= TellingDigits && plain.Digits.Contains(digits[^TellingDigits..], StringComparison.Ordinal);
    }

    private static PersonalDetail? NumberAt(string text, PlainText plain, int start)
    {
        var number = plain.NumberFrom(start, LongestNumber);
        for (var length = number.Length; length >= 10; length--)
        {
            if (!plain.IsNumberEnd(start + length))
            {
                continue;
            }

            var digits = number.AsSpan(0, length);
            if (ResidentId().IsMatch(digits) || (length == OldResidentId && plain.IsUnbroken(start, length) && OldId().IsMatch(digits)))
            {
                return PersonalDetail.ResidentId;
            }

            var written = text[plain.At(start)..(plain.At(start + length - 1) + 1)];
            if (Phone().IsMatch(digits) && !IsWithinCode(plain, start, length) && !Otherwise().IsMatch(written))
            {
                return PersonalDetail.Phone;
            }
        }

        return null;
    }

    // The plus and the bracket before a number belong to it.
    private static int StartOf(string text, int at) => at > 0 && text[at - 1] is '+' or '＋' or '(' or '（' ? at - 1 : at;

    // A unified social credit code has 18 digits and letters (GB 32100-2015), among which eleven digits in a row are no telephone number.
    private static bool IsWithinCode(PlainText plain, int start, int length)
    {
        var (from, to) = plain.CodeAround(start, length);
        return to - from == LongestNumber && to - from > length && plain.IsUnbroken(start, length);
    }

    // 18 characters with a birthday that exists in some year.
    [GeneratedRegex(
        "^[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9x]$", RegexOptions.CultureInvariant)]
    private static partial Regex ResidentId();

    [GeneratedRegex("^[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex OldId();

    // Mobile numbers, with or without country code, and landlines with their area code.
    [GeneratedRegex("^(?:(?:00)?86)?(?:1[3-9][0-9]{9}|0[1-9][0-9]{1,2}[2-9][0-9]{6,7})$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    // The same digits in a row mean something else as an amount (1,380,000,123.4), in a day (03.15-2026.12.31) and in a time (13 9:30).
    [GeneratedRegex(
        "^[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]+)?$|(?<![0-9])(?:19|20)[0-9]{2}[-./][0-9]{1,2}(?![0-9])"
            + "|(?<![0-9])[0-9]{1,2}[:：][0-9]{2}(?![0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Otherwise();
}
