using System.Security.Cryptography;
using System.Text;
using Oversight.Complaint.Data;
using Oversight.Persistence.PersonalData;

namespace Oversight.Complaint.Tracking;

/// <summary>
/// The form of a tracking code: four groups of five characters of Crockford's base 32 (no I, L, O, U), of which the last is a
/// check character (Luhn, modulo 32), so that one character misread or two swapped is seen before anything is looked up.
/// </summary>
internal static class TrackingCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 20;

    /// <summary>The code whose 95 bits are the first of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">At least 12 bytes.</param>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var symbols = new StringBuilder(Length);
        var (buffer, bits, next) = (0, 0, 0);
        while (symbols.Length < Length - 1)
        {
            if (bits < 5)
            {
                (buffer, bits) = ((buffer << 8) | bytes[next++], bits + 8);
            }

            bits -= 5;
            symbols.Append(Alphabet[(buffer >> bits) & 31]);
            buffer &= (1 << bits) - 1;
        }

        // The check character takes the single place at the right end, so the last random one before it counts double.
        symbols.Append(Alphabet[(32 - Sum(symbols.ToString(), factor: 2)) % 32]);
        return symbols.ToString();
    }

    /// <summary>As people read it: groups of five with dashes between.</summary>
    public static string Show(string canonical) => string.Join('-', canonical.Chunk(5).Select(group => new string(group)));

    /// <summary>
    /// The canonical spelling of what somebody typed: any case, full-width or half-width, with or without dashes and spaces, O for 0, I or
    /// L for 1. Null if it cannot be a code.
    /// </summary>
    public static string? Read(string? typed)
    {
        // Anybody may send this: the bound keeps the work for a request small.
        if (typed is null or { Length: > 100 })
        {
            return null;
        }

        var text = new StringBuilder(Length);
        foreach (var typedCharacter in Kernel.TextInput.ToHalfWidth(typed).ToUpperInvariant())
        {
            if (char.IsWhiteSpace(typedCharacter) || typedCharacter is '-' or '–' or '—' or '－')
            {
                continue;
            }

            text.Append(typedCharacter switch { 'O' => '0', 'I' or 'L' => '1', _ => typedCharacter });
        }

        var canonical = text.ToString();
        return canonical.Length == Length && canonical.All(c => Alphabet.Contains(c, StringComparison.Ordinal))
            && Sum(canonical, factor: 1) == 0 ? canonical : null;
    }

    private static int Sum(string symbols, int factor)
    {
        var sum = 0;
        for (var i = symbols.Length - 1; i >= 0; i--)
        {
            var addend = factor * Alphabet.IndexOf(symbols[i], StringComparison.Ordinal);
            factor = factor == 2 ? 1 : 2;
            // The sum of both digits in base 32: doubled modulo 32 alone, two symbols would share a value and a misread one could pass.
            sum += (addend / 32) + (addend % 32);
        }

        return sum % 32;
    }
}

/// <summary>
/// Tracking codes and what is stored of them. A code is 95 random bits, shown once to the person; the database holds a keyed hash, so that
/// nobody with the database alone can tell a code that was overheard from one that never was. In the stored answer of a repeated request
/// the code is encrypted with the rest of it, and goes with it.
/// </summary>
internal sealed class TrackingCodes(PersonalDataKeys<ComplaintDbContext> keys)
{
    private const string Purpose = "complaint/tracking-code";
    private const int RandomBytes = 12;

    /// <summary>A new code, canonical.</summary>
    public static string New() => TrackingCode.Of(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is stored of a new code, 64 hexadecimal digits.</summary>
    public string HashOf(string canonical) => keys.Fingerprint(Purpose, canonical);

    /// <summary>What may be stored of a code. Looked up by equality, so the time says nothing about how near a guess was.</summary>
    public IReadOnlyList<string> HashesOf(string canonical) => keys.Fingerprints(Purpose, canonical);
}
