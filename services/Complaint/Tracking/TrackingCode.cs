using System.Security.Cryptography;
using System.Text;
using Oversight.Complaint.Secrecy;

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
        return canonical.Length == Length && canonical.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) && Sum(canonical, factor: 1) == 0 ? canonical : null;
    }

    private static int Sum(string symbols, int factor)
    {
        var sum = 0;
        for (var i = symbols.Length - 1; i >= 0; i--)
        {
            var addend = factor * Alphabet.IndexOf(symbols[i], StringComparison.Ordinal);
            factor = factor == 2 ? 1 : 2;
            sum += (addend / 32) + (addend % 32);
        }

        return sum % 32;
    }
}

/// <summary>
/// The code of an intake follows from its id by a key of the service (HMAC-SHA-256), so it is stored nowhere, not even in the answer
/// that is kept for a repeated request, and can still be answered once more. The database holds a keyed hash alone, by another key.
/// </summary>
internal sealed class TrackingCodes(ComplaintKeys keys)
{
    private readonly byte[] _making = keys.Derive("tracking-code");
    private readonly byte[] _hashing = keys.Derive("tracking-hash");

    /// <summary>The code of an intake, canonical.</summary>
    public string Of(Guid intakeId) => TrackingCode.Of(HMACSHA256.HashData(_making, intakeId.ToByteArray(bigEndian: true)));

    /// <summary>What is stored of a code, 64 hexadecimal digits. Looked up by equality, so the time says nothing about how near a guess was.</summary>
    public string HashOf(string canonical) => Convert.ToHexStringLower(HMACSHA256.HashData(_hashing, Encoding.ASCII.GetBytes(canonical)));
}
