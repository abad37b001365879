using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Oversight.Identity.Keys;

/// <summary>
/// The one secret that is not in the database: AES-256 over the data-protection keys, which protect the server's keys and the
/// cookies. Whoever has only the database can sign nothing. From <c>Oversight:Identity:MasterKey</c> (32 bytes in Base64, for
/// example from a Kubernetes secret) or a file of that content: <c>Oversight:Identity:MasterKeyFile</c>, else
/// <c>&lt;Oversight:DataPath&gt;/keys/identity.key</c>, which is made at the first start. All replicas need the same one.
/// </summary>
internal sealed class MasterKey
{
    private const int Length = 32;
    private readonly Lazy<byte[]> _key;

    public MasterKey(IConfiguration configuration) => _key = new Lazy<byte[]>(() => Load(configuration));

    /// <summary>Nonce, ciphertext and tag.</summary>
    public byte[] Encrypt(byte[] plain)
    {
        var sealedBytes = new byte[AesGcm.NonceByteSizes.MaxSize + plain.Length + AesGcm.TagByteSizes.MaxSize];
        var nonce = sealedBytes.AsSpan(0, AesGcm.NonceByteSizes.MaxSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key.Value, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(nonce.Length, plain.Length), sealedBytes.AsSpan(nonce.Length + plain.Length));
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Another master key, or the bytes were changed.</exception>
    public byte[] Decrypt(byte[] sealedBytes)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var plain = new byte[sealedBytes.Length - nonce - AesGcm.TagByteSizes.MaxSize];
        using var aes = new AesGcm(_key.Value, AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(sealedBytes.AsSpan(0, nonce), sealedBytes.AsSpan(nonce, plain.Length), sealedBytes.AsSpan(nonce + plain.Length), plain);
        return plain;
    }

    private static byte[] Load(IConfiguration configuration)
    {
        var text = configuration["Oversight:Identity:MasterKey"];
        if (string.IsNullOrWhiteSpace(text))
        {
            var file = configuration["Oversight:Identity:MasterKeyFile"]
                ?? (configuration["Oversight:DataPath"] is { Length: > 0 } data ? Path.Combine(data, "keys", "identity.key") : null)
                ?? throw new InvalidOperationException("Set Oversight:Identity:MasterKey, Oversight:Identity:MasterKeyFile or Oversight:DataPath: the server's keys are encrypted with a key that is kept apart from the database.");
            text = ReadOrMake(file);
        }

        var key = new byte[Length];
        return Convert.TryFromBase64String(text.Trim(), key, out var written) && written == Length
            ? key
            : throw new InvalidOperationException("The master key of the identity service is not 32 bytes in Base64.");
    }

    private static string ReadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            // Written beside and moved: a kill in between leaves no half key, and of two processes the first one's key stays.
            var draft = $"{file}.{Environment.ProcessId}";
            File.Delete(draft);
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length))));
                stream.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(draft, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllText(file);
    }
}

/// <summary>Encrypts data-protection keys with the master key.</summary>
internal sealed class MasterKeyEncryptor(MasterKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("masterKeyEncrypted", Convert.ToBase64String(key.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(MasterKeyDecryptor));
}

/// <summary>Its counterpart; data protection makes it by name.</summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<MasterKey>().Decrypt(Convert.FromBase64String(encryptedElement.Value))));
}
