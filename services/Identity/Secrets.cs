using System.Security.Cryptography;

namespace Oversight.Identity;

/// <summary>Makes what nobody may guess.</summary>
internal static class Secrets
{
    // No 0/O, 1/l/I: a password that is read out over the telephone or from paper.
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A one-time password: four groups of four, 79 bits.</summary>
    public static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Readable, 4)));

    /// <summary>A client secret: 256 bits.</summary>
    public static string NewClientSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A mark that sessions carry: 128 bits, 32 hexadecimal digits.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
