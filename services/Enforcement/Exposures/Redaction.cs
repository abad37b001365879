using System.Text.RegularExpressions;
using Oversight.Kernel;

namespace Oversight.Enforcement.Exposures;

/// <summary>What must not stand in a published text.</summary>
internal enum Unpublishable
{
    /// <summary>A resident id.</summary>
    ResidentId,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A name from the proposer's list.</summary>
    PersonName,
}

/// <summary>Looks for personal data in a text that is to be published (个人信息保护法 第二十五条; 行政处罚法 第四十八条).</summary>
/// <remarks>
/// Full-width digits, blanks and dashes inside numbers, and blanks inside names do not hide anything. It finds what it is told to
/// look for and no more: the second person reads the text.
/// </remarks>
internal static partial class Redaction
{
    /// <summary>The first place, in UTF-16 units of the text as given, and what stands there; null if nothing was found.</summary>
    public static (int Position, Unpublishable Kind)? Find(string text, IEnumerable<string> names)
    {
        var half = TextInput.ToHalfWidth(text);
        var found = new List<(int Position, Unpublishable Kind)>();
        if (ResidentIdPattern().Match(half) is { Success: true } id)
        {
            found.Add((id.Index, Unpublishable.ResidentId));
        }

        if (PhonePattern().Match(half) is { Success: true } phone)
        {
            found.Add((phone.Index, Unpublishable.Phone));
        }

        var (dense, places) = WithoutBlanks(half);
        foreach (var name in names.Select(n => WithoutBlanks(TextInput.ToHalfWidth(n)).Dense).Where(n => n.Length > 0))
        {
            var at = dense.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                found.Add((places[at], Unpublishable.PersonName));
            }
        }

        return found.Count == 0 ? null : found.MinBy(f => f.Position);
    }

    private static (string Dense, List<int> Places) WithoutBlanks(string text)
    {
        var places = Enumerable.Range(0, text.Length).Where(i => !char.IsWhiteSpace(text[i]) && text[i] is not ('·' or '・' or '\u200B')).ToList();
        return (string.Concat(places.Select(i => text[i])), places);
    }

    // 18 characters with a birthday that exists, or the old 15; blanks, dots and dashes may stand between.
    [GeneratedRegex(@"(?<![0-9])[1-9](?:[\s.-]?[0-9]){5}(?:[\s.-]?(?:19|20)(?:[\s.-]?[0-9]){2})(?:[\s.-]?(?:0[1-9]|1[0-2]))(?:[\s.-]?(?:0[1-9]|[12][0-9]|3[01]))(?:[\s.-]?[0-9]){3}[\s.-]?[0-9Xx](?![0-9])|(?<![0-9A-Za-z])[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex ResidentIdPattern();

    // Mobile numbers, with or without country code, and numbers with an area code.
    [GeneratedRegex(@"(?<![0-9A-Za-z])(?:\+?86[\s-]?)?1[\s-]?[3-9](?:[\s-]?[0-9]){9}(?![0-9A-Za-z])|(?<![0-9A-Za-z])\(?0[1-9][0-9]{1,2}\)?[\s-]?[2-9][0-9]{6,7}(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex PhonePattern();
}
