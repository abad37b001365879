using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// The stored form of an encrypted value: algorithm and key id stand before it, so that both can change. Text:
/// <c>aesgcm.1a2b3c4d.&lt;base64&gt;</c>; bytes: the same beginning, then nonce, tag and ciphertext.
/// </summary>
internal static partial class SealedValue
{
    private const string Algorithm = "aesgcm.";
    private const int IdLength = 8, PrefixLength = 16;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static string Text(EncryptionKey key, string field, string clear) =>
        $"{Algorithm}{key.Id}.{Convert.ToBase64String(key.Seal(field, Encoding.UTF8.GetBytes(clear)))}";

    public static byte[] Bytes(EncryptionKey key, string field, ReadOnlySpan<byte> clear) =>
        [.. Encoding.ASCII.GetBytes($"{Algorithm}{key.Id}."), .. key.Seal(field, clear)];

    /// <summary>The id of the key that a text was encrypted with, or null if it is no encrypted text.</summary>
    public static string? KeyOf(string text) => text.Length > PrefixLength && IsPrefix(text)
        ? text.Substring(Algorithm.Length, IdLength) : null;

    /// <summary>The same for bytes.</summary>
    public static string? KeyOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PrefixLength || !Ascii.IsValid(bytes[..PrefixLength]))
        {
            return null;
        }

        var prefix = Encoding.ASCII.GetString(bytes[..PrefixLength]);
        return IsPrefix(prefix) ? prefix.Substring(Algorithm.Length, IdLength) : null;
    }

    /// <exception cref="CryptographicException">The text was altered, cut off or sealed for another field.</exception>
    public static string Open(EncryptionKey key, string field, string text) =>
        Encoding.UTF8.GetString(key.Open(field, Decode(text.AsSpan(PrefixLength))));

    /// <inheritdoc cref="Open(EncryptionKey, string, string)"/>
    public static byte[] Open(EncryptionKey key, string field, ReadOnlySpan<byte> bytes) => key.Open(field, bytes[PrefixLength..]);

    /// <summary>Every encrypted text within a text, which may be the whole of it.</summary>
    [GeneratedRegex(@"aesgcm\.[0-9a-f]{8}\.[A-Za-z0-9+/]+={0,2}")]
    public static partial Regex Within();

    private static bool IsPrefix(ReadOnlySpan<char> text) =>
        text.StartsWith(Algorithm, StringComparison.Ordinal) && text[PrefixLength - 1] == '.'
            && !text.Slice(Algorithm.Length, IdLength).ContainsAnyExcept(HexDigits);

    private static byte[] Decode(ReadOnlySpan<char> base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64Chars(base64, bytes, out var length)
            ? bytes[..length] : throw new CryptographicException("The encrypted value is no base64.");
    }
}
