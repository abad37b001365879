using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Oversight.Persistence.PersonalData;

/// <summary>What a key is for. The two never share a key: one of them is replaced now and then, the other must be able to stay.</summary>
internal enum KeyKind
{
    /// <summary>Encrypts values and files. Replaced by <c>rotate-keys</c>, which encrypts everything anew.</summary>
    Encryption,

    /// <summary>Makes keyed hashes. A hash cannot be made anew without its text, so old ones stay for as long as the hashes do.</summary>
    Fingerprint,
}

/// <summary>
/// 32 secret bytes of a service. Their id, the first half of a hash's first eight bytes, tells keys apart and tells nothing of them.
/// </summary>
internal abstract class ServiceKey
{
    public const int Length = 32;

    private protected ServiceKey(byte[] secret)
    {
        Secret = secret.Length == Length ? secret : throw new ArgumentException($"A key has {Length} bytes.", nameof(secret));
        Id = Convert.ToHexStringLower(SHA256.HashData(secret).AsSpan(0, 4));
    }

    /// <summary>Eight lower-case hexadecimal digits; stands beside every ciphertext.</summary>
    public string Id { get; }

    public abstract KeyKind Kind { get; }

    private protected byte[] Secret { get; }

    /// <summary>
    /// What the database keeps of the key, so that another one is told from it before anything is written: an HMAC by a key that is
    /// derived for this alone. Whoever has the database learns nothing of the key, nor of what it encrypts.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string CheckValue(string service) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Derive("oversight/check"), Encoding.UTF8.GetBytes($"{service}|{Kind}|{Id}")));

    /// <summary>The key as it stands in a file or a setting.</summary>
    public string ToText() => Convert.ToBase64String(Secret);

    /// <summary>Reads 32 bytes of base64; null if the text is something else.</summary>
    public static byte[]? Decode(string text)
    {
        var secret = new byte[Length];
        return Convert.TryFromBase64String(text.Trim(), secret, out var length) && length == Length ? secret : null;
    }

    // Nothing about the key or about another purpose follows from a derived key (RFC 5869).
    private protected byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Secret, Length, info: Encoding.UTF8.GetBytes(purpose));
}

/// <summary>
/// Encrypts with AES-256-GCM, a fresh random nonce for each value and the field's name bound in. The nonces of one key do not repeat
/// for 2^32 values (NIST SP 800-38D, 8.3), which is far more than a service has between two rotations.
/// </summary>
internal sealed class EncryptionKey(byte[] secret) : ServiceKey(secret)
{
    private const int NonceLength = 12, TagLength = 16;

    public override KeyKind Kind => KeyKind.Encryption;

    public static EncryptionKey New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Nonce, tag and ciphertext.</summary>
    public byte[] Seal(string field, ReadOnlySpan<byte> clear)
    {
        var sealedBytes = new byte[NonceLength + TagLength + clear.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Secret, TagLength); // One for each value: it is not made for two threads at the same time.
        aes.Encrypt(
            nonce, clear, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength),
            Encoding.UTF8.GetBytes(field));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">It was altered, cut off, or sealed for another field.</exception>
    public byte[] Open(string field, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The encrypted value is cut off.");
        }

        var clear = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(Secret, TagLength);
        aes.Decrypt(
            sealedBytes[..NonceLength], sealedBytes[(NonceLength + TagLength)..], sealedBytes.Slice(NonceLength, TagLength), clear,
            Encoding.UTF8.GetBytes(field));
        return clear;
    }
}

/// <summary>Makes keyed hashes, for each purpose with a key of its own.</summary>
internal sealed class FingerprintKey(byte[] secret) : ServiceKey(secret)
{
    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);

    public override KeyKind Kind => KeyKind.Fingerprint;

    public static FingerprintKey New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>HMAC-SHA-256 of the text, 64 lower-case hexadecimal digits.</summary>
    /// <param name="purpose">One of the few constants of the program: derived keys are kept.</param>
    /// <param name="text">The text.</param>
    public string Of(string purpose, string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(
            _derived.GetOrAdd(purpose, static (name, key) => key.Derive($"fingerprint/{name}"), this), Encoding.UTF8.GetBytes(text)));
}

/// <summary>The current key of a kind and those before it, or after it where a new one is being introduced.</summary>
/// <param name="Current">The key that is used from now on; null where there is none.</param>
/// <param name="Others">Keys that what is already there may have been made with.</param>
internal sealed record KeyRing<TKey>(TKey? Current, IReadOnlyList<TKey> Others)
    where TKey : ServiceKey
{
    public static readonly KeyRing<TKey> Empty = new(null, []);

    /// <summary>All keys, the current one first, each once.</summary>
    public IEnumerable<TKey> All => Current is null ? Others : Others.Where(key => key.Id != Current.Id).Prepend(Current);

    public TKey? Find(ReadOnlySpan<char> id)
    {
        foreach (var key in All)
        {
            if (id.SequenceEqual(key.Id))
            {
                return key;
            }
        }

        return null;
    }
}
