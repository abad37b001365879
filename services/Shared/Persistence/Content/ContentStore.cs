using System.Security.Cryptography;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Content;

/// <summary>
/// Files of a service by their content: the address is the SHA-256 of the clear bytes, so a file cannot be changed without
/// its address telling, and the same file twice is kept once. At rest they are encrypted with the service's personal-data key.
/// </summary>
/// <remarks>
/// A file is complete or not there: it is written aside, flushed to disk and moved. It is put before the row that names it is
/// saved; a crash in between leaves a file that nothing names, which harms nothing. Replicas share the folder.
/// </remarks>
public sealed class ContentStore(string folder, PersonalDataKey key)
{
    private const string Field = "content";

    /// <summary>Address of some bytes: 64 lower-case hexadecimal digits.</summary>
    public static string AddressOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Keeps the bytes; returns when they are on disk.</summary>
    /// <returns>Their address.</returns>
    /// <exception cref="IOException">The disk is full or away; nothing was kept.</exception>
    public async Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var address = AddressOf(content.Span);
        var file = PathOf(address);
        if (File.Exists(file))
        {
            return address;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var aside = $"{file}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.new";
        try
        {
            await using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous))
            {
                await stream.WriteAsync(key.ProtectBytes(Field, content.Span), cancellation);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, file, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }

        return address;
    }

    /// <summary>The bytes at an address, or null if there are none.</summary>
    /// <exception cref="CryptographicException">The file on disk is not what was put there.</exception>
    public async Task<byte[]?> ReadAsync(string address, CancellationToken cancellation)
    {
        if (address.Length != 64 || !address.All(char.IsAsciiHexDigitLower) || !File.Exists(PathOf(address)))
        {
            return null;
        }

        var content = key.RevealBytes(Field, await File.ReadAllBytesAsync(PathOf(address), cancellation));
        return AddressOf(content) == address ? content : throw new CryptographicException($"The content of {address} is not what its address says.");
    }

    private string PathOf(string address) => Path.Combine(folder, address[..2], address[2..]);
}
