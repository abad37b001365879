using System.Security.Cryptography;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Content;

/// <summary>
/// Files of a service by their content: the address is the SHA-256 of the clear bytes, so a file cannot be changed without
/// its address telling, and the same file twice is kept once. At rest they are encrypted with the service's key.
/// </summary>
/// <remarks>
/// The address is no keyed hash: it is the photo's proof, taken at capture, sent with every fact about it and recomputed by whoever doubts.
/// It tells somebody who has the very file that it is here, and nothing to anybody else.
/// A file is complete or not there: it is written aside, flushed to disk and moved. It is put before the row that names it is
/// saved; a crash in between leaves a file that nothing names, which harms nothing. Replicas share the folder.
/// </remarks>
public class ContentStore(string folder, PersonalDataKeys keys)
{
    private const string Field = "content";

    /// <summary>What the store is called where its files are counted: the name of its folder.</summary>
    internal string Name => $"files/{Path.GetFileName(folder)}";

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

        var encrypted = keys.ProtectBytes(Field, content.Span);
        PrivateFiles.MakeFolder(folder);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(file)!);
        await WriteAsync(file, encrypted, cancellation);
        return address;
    }

    /// <summary>The bytes at an address, or null if there are none.</summary>
    /// <exception cref="CryptographicException">The file on disk is not what was put there.</exception>
    public async Task<byte[]?> ReadAsync(string address, CancellationToken cancellation)
    {
        if (!IsAddress(address) || !File.Exists(PathOf(address)))
        {
            return null;
        }

        var content = keys.RevealBytes(Field, await File.ReadAllBytesAsync(PathOf(address), cancellation));
        return AddressOf(content) == address
            ? content : throw new CryptographicException($"The content of {address} is not what its address says.");
    }

    /// <summary>Addresses of all files after one of them, in ascending order.</summary>
    internal IEnumerable<string> AddressesAfter(string? address) => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
        .Select(Path.GetFileName).OfType<string>().Where(name => address is null || string.CompareOrdinal(name, address[..2]) >= 0)
        .Order(StringComparer.Ordinal)
        .SelectMany(
            name => Directory.EnumerateFiles(Path.Combine(folder, name)).Select(file => name + Path.GetFileName(file)).Where(IsAddress)
                .Order(StringComparer.Ordinal))
        .Where(found => address is null || string.CompareOrdinal(found, address) > 0);

    /// <summary>The key that a file is encrypted with; null if the file is no encrypted one.</summary>
    internal async Task<string?> KeyOfAsync(string address, CancellationToken cancellation)
    {
        var beginning = new byte[64];
        await using var stream = new FileStream(PathOf(address), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return SealedValue.KeyOf(
            beginning.AsSpan(0, await stream.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation)));
    }

    /// <summary>Encrypts a file anew with the current key, whatever key it has now. A reader finds the old file or the new one.</summary>
    /// <exception cref="CryptographicException">The file on disk is not what was put there; it stays as it is.</exception>
    internal async Task RenewAsync(string address, CancellationToken cancellation)
    {
        if (await ReadAsync(address, cancellation) is { } content)
        {
            await WriteAsync(PathOf(address), keys.ProtectBytes(Field, content), cancellation);
        }
    }

    private static async Task WriteAsync(string file, byte[] encrypted, CancellationToken cancellation)
    {
        var aside = $"{file}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.new";
        try
        {
            await using (var stream = new FileStream(aside, PrivateFiles.Options(FileMode.CreateNew)))
            {
                await stream.WriteAsync(encrypted, cancellation);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, file, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static bool IsAddress(string address) => address.Length == 64 && address.All(char.IsAsciiHexDigitLower);

    private string PathOf(string address) => Path.Combine(folder, address[..2], address[2..]);
}

/// <summary>
/// The files of the service whose context is <typeparamref name="TContext"/>, apart from those of other services in the same process.
/// </summary>
public sealed class ContentStore<TContext>(string folder, PersonalDataKeys<TContext> keys) : ContentStore(folder, keys)
    where TContext : ServiceDbContext;
