using System.Buffers.Binary;

namespace Oversight.Kernel;

/// <summary>
/// What a file is by its own bytes, whatever its name or declared type says. Only kinds that evidence and attachments may
/// have; the structure is walked to its end, so a text or a program with a picture's first bytes is none.
/// </summary>
/// <param name="MediaType">E.g. <c>image/jpeg</c>.</param>
/// <param name="Extension">E.g. <c>jpg</c>.</param>
/// <param name="IsPhoto">Whether it is a picture as a camera makes it.</param>
public sealed record FileKind(string MediaType, string Extension, bool IsPhoto)
{
    /// <summary>JPEG (ISO/IEC 10918-1).</summary>
    public static readonly FileKind Jpeg = new("image/jpeg", "jpg", true);

    /// <summary>PNG (ISO/IEC 15948).</summary>
    public static readonly FileKind Png = new("image/png", "png", true);

    /// <summary>PDF (ISO 32000).</summary>
    public static readonly FileKind Pdf = new("application/pdf", "pdf", false);

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The kind of the file, or null if it is none of them, is cut off, or goes on after its end with more than a camera's trailer.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> content) =>
        IsJpeg(content) ? Jpeg : IsPng(content) ? Png : IsPdf(content) ? Pdf : null;

    // SOI, segments with their lengths, a frame header with a size, then scans up to EOI.
    private static bool IsJpeg(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 20 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        {
            return false;
        }

        var (at, framed) = (2, false);
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2 || at + 2 + length > bytes.Length)
            {
                return false;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                framed = length >= 8 && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]) > 0 && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]) > 0;
            }

            if (marker == 0xDA)
            {
                return framed && bytes[(at + 2 + length)..].LastIndexOf([(byte)0xFF, (byte)0xD9]) >= 0;
            }

            at += 2 + length;
        }

        return false;
    }

    // Signature, IHDR first with a size, chunks with their lengths, IDAT somewhere, IEND last.
    private static bool IsPng(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 45 || !bytes.StartsWith(PngSignature) || !bytes[12..16].SequenceEqual("IHDR"u8))
        {
            return false;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]) == 0 || BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]) == 0)
        {
            return false;
        }

        var (at, data) = (8L, false);
        while (at + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
            var type = bytes.Slice((int)at + 4, 4);
            if (at + 12 + length > bytes.Length)
            {
                return false;
            }

            data |= type.SequenceEqual("IDAT"u8);
            if (type.SequenceEqual("IEND"u8))
            {
                return data && length == 0;
            }

            at += 12 + length;
        }

        return false;
    }

    private static bool IsPdf(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 60 && bytes.StartsWith("%PDF-"u8) && bytes[^Math.Min(1024, bytes.Length)..].LastIndexOf("%%EOF"u8) >= 0;
}
