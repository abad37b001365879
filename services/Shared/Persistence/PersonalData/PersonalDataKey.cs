using System.Security.Cryptography;
using System.Text;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// Encrypts personal data of one service with a key that is kept apart from its database: AES-256-GCM, a fresh nonce per
/// value, the field's name bound in. A stolen database or backup shows nothing without the key file.
/// </summary>
/// <remarks>Source: 个人信息保护法 第五十一条 (encryption); the algorithm and key id stand beside every ciphertext so that both can change.</remarks>
public sealed class PersonalDataKey
{
    private const string Algorithm = "aesgcm";
    private const int NonceLength = 12, TagLength = 16, KeyLength = 32;
    private readonly byte[] _key;
    private readonly string _keyId;

    private PersonalDataKey(byte[] key)
    {
        _key = key;
        _keyId = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4));
    }

    /// <summary>
    /// Opens the key of a service: <paramref name="configured"/> (base64, 32 bytes) if given, as every replica of a distributed
    /// service must have it; else the file <c>keys/&lt;service&gt;.key</c> in the data folder, made at the first use and readable
    /// by its owner only.
    /// </summary>
    /// <exception cref="InvalidOperationException">The key is not 32 bytes of base64.</exception>
    public static PersonalDataKey Open(string service, string? configured, string dataFolder)
    {
        if (configured is { Length: > 0 })
        {
            return new PersonalDataKey(Decode(configured));
        }

        var folder = Path.Combine(dataFolder, "keys");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{service}.key");
        if (!File.Exists(file))
        {
            // Written aside and moved without overwriting: of two first starts one key wins, and both then read that one.
            var fresh = Path.Combine(folder, $"{service}.{Environment.ProcessId}.new");
            File.WriteAllText(fresh, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            try
            {
                File.Move(fresh, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(fresh);
            }
        }

        return new PersonalDataKey(Decode(File.ReadAllText(file)));
    }

    /// <summary>Encrypts <paramref name="text"/>; null stays null.</summary>
    /// <param name="field">Name of the field: a ciphertext that is moved to another field does not decrypt.</param>
    /// <param name="text">The clear text.</param>
    /// <returns><c>aesgcm.&lt;key id&gt;.&lt;base64&gt;</c>.</returns>
    public string? Protect(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return $"{Algorithm}.{_keyId}.{Convert.ToBase64String(Seal(field, Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>Decrypts what <see cref="Protect(string, string?)"/> made for the same field; null stays null.</summary>
    /// <exception cref="CryptographicException">It was altered, moved, or made with another key.</exception>
    public string? Reveal(string field, string? protectedText)
    {
        if (protectedText is null)
        {
            return null;
        }

        var parts = protectedText.Split('.');
        if (parts.Length != 3 || parts[0] != Algorithm || parts[1] != _keyId)
        {
            throw new CryptographicException("The value was protected with another key or algorithm.");
        }

        return Encoding.UTF8.GetString(Open(field, Convert.FromBase64String(parts[2])));
    }

    /// <summary>
    /// A keyed fingerprint by which equal texts of one field are found without being readable: HMAC-SHA256, 64 lower-case
    /// hexadecimal digits. Nobody without the key can try names against it.
    /// </summary>
    /// <param name="field">Name of the field, as for a text.</param>
    /// <param name="text">The clear text, already brought into one spelling.</param>
    public string Fingerprint(string field, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{field}\0{text}")));

    /// <summary>Encrypts a whole file; the key id stands before the ciphertext.</summary>
    /// <param name="field">Name of the field, as for a text.</param>
    /// <param name="clear">The clear bytes.</param>
    public byte[] ProtectBytes(string field, ReadOnlySpan<byte> clear) => [.. Encoding.ASCII.GetBytes(_keyId), .. Seal(field, clear)];

    /// <summary>Decrypts what <see cref="ProtectBytes"/> made for the same field.</summary>
    /// <exception cref="CryptographicException">It was altered, moved, or made with another key.</exception>
    public byte[] RevealBytes(string field, ReadOnlySpan<byte> protectedBytes) =>
        protectedBytes.Length >= _keyId.Length && protectedBytes[.._keyId.Length].SequenceEqual(Encoding.ASCII.GetBytes(_keyId))
            ? Open(field, protectedBytes[_keyId.Length..])
            : throw new CryptographicException("The bytes were protected with another key.");

    /// <summary>A key for another use of the same service, such as a keyed hash; nothing about the first key or other uses follows from it (HKDF).</summary>
    /// <param name="purpose">What it is for; the same purpose gives the same key, as long as the service has its key.</param>
    /// <returns>32 bytes.</returns>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyLength, info: Encoding.UTF8.GetBytes(purpose));

    // One cipher per value: an AesGcm is not made for two threads at once.
    private byte[] Seal(string field, ReadOnlySpan<byte> clear)
    {
        var sealedBytes = new byte[NonceLength + TagLength + clear.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceLength));
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceLength), clear, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(field));
        return sealedBytes;
    }

    private byte[] Open(string field, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The protected value is cut off.");
        }

        var clear = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(sealedBytes[..NonceLength], sealedBytes[(NonceLength + TagLength)..], sealedBytes.Slice(NonceLength, TagLength), clear, Encoding.UTF8.GetBytes(field));
        return clear;
    }

    private static byte[] Decode(string text)
    {
        var key = new byte[KeyLength];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == KeyLength
            ? key
            : throw new InvalidOperationException("A personal-data key is 32 bytes in base64.");
    }
}
