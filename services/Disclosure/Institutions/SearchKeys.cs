using System.Text;
using Oversight.Kernel;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// The searchable form of a name: half-width, upper case, letters and digits only. <c>“星星”（Star）幼儿园</c> and
/// <c>星星Star幼儿园</c> have the same.
/// </summary>
/// <remarks>Rows and grams in the database are made by this form: a change needs a migration that makes them anew.</remarks>
internal static class NameKey
{
    /// <summary>The searchable form; never longer than <paramref name="name"/>; empty when nothing in it is a letter or digit.</summary>
    public static string Of(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var rune in TextInput.ToHalfWidth(name).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                key.Append(Rune.ToUpperInvariant(rune).ToString());
            }
        }

        return key.ToString();
    }

    /// <summary>The searchable forms of the words of a query, without repeats and without words that are part of another.</summary>
    public static IReadOnlyList<string> WordsOf(string query)
    {
        var words = query.Split([' ', '\u3000', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(word => word.Length > 0)
            .Distinct().ToList();
        return [.. words.Where(word => !words.Exists(other => other != word && other.Contains(word, StringComparison.Ordinal)))];
    }

    /// <summary>
    /// The pairs of neighbouring characters of a name's key, each once; the last character stands with the end, so that every character
    /// begins a pair.
    /// </summary>
    public static IEnumerable<long> GramsOfName(string key) =>
        Pairs(key).Append(key.Length == 0 ? -1 : Pair(key[^1], '\0')).Where(gram => gram >= 0).Distinct();

    /// <summary>The pairs that a name must have to contain <paramref name="word"/>; none for a single character.</summary>
    public static IEnumerable<long> GramsOfWord(string word) => Pairs(word).Distinct();

    /// <summary>The pairs that begin with a character: from the first (inclusive) to the last (exclusive).</summary>
    public static (long From, long To) GramsFrom(char first) => (Pair(first, '\0'), Pair(first, '\0') + 0x1_0000);

    private static IEnumerable<long> Pairs(string key)
    {
        for (var i = 0; i + 1 < key.Length; i++)
        {
            yield return Pair(key[i], key[i + 1]);
        }
    }

    private static long Pair(char first, char second) => ((long)first << 16) | second;
}

/// <summary>The searchable form of a licence number: its digits, or, where it has fewer than eight, its letters and digits.</summary>
/// <remarks><c>教民133020360000012号</c>, <c>教民 1 330203 6 000001 2</c> and <c>133020360000012</c> have the same.</remarks>
internal static class LicenceKey
{
    private const int LeastDigits = 8;

    /// <summary>The searchable form; null for null and for a text without letter or digit.</summary>
    public static string? Of(string? licenceNumber)
    {
        if (licenceNumber is null)
        {
            return null;
        }

        var key = NameKey.Of(licenceNumber);
        var digits = string.Concat(key.Where(char.IsAsciiDigit));
        return digits.Length >= LeastDigits ? digits : key.Length == 0 ? null : key;
    }

    /// <summary>
    /// Whether a text that somebody looks for reads like a licence number rather than a name: eight digits or more, and little else.
    /// </summary>
    public static bool IsLike(string text)
    {
        var key = NameKey.Of(text);
        var digits = key.Count(char.IsAsciiDigit);
        return digits >= LeastDigits && key.Length - digits <= 6;
    }
}
