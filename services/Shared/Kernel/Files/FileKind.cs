using System.Buffers.Binary;

namespace Oversight.Kernel;

/// <summary>
/// What a file is by its own bytes, whatever its name or declared type says. Only kinds that evidence and attachments may
/// have; the structure is walked to its end, so a text or a program with a picture's first bytes is none, and neither is a
/// file that is an archive at the same time.
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

    /// <summary>
    /// The kind of the file, or null if it is none of them, is cut off, goes on after its end with more than a camera's
    /// trailer, or can be opened as a ZIP archive too.
    /// </summary>
    /// <remarks>
    /// Trailers that cameras and telephones write: at most 64 bytes of anything, zeros, further pictures (CIPA DC-007), the film of
    /// a moving picture (an ISO base media file), or Samsung's block that ends with SEFT.
    /// </remarks>
    public static FileKind? Of(ReadOnlySpan<byte> content) =>
        IsArchive(content) ? null : IsJpeg(content) ? Jpeg : IsPng(content) ? Png : IsPdf(content) ? Pdf : null;

    private static bool IsJpeg(ReadOnlySpan<byte> bytes)
    {
        while (EndOfJpeg(bytes) is > 0 and var end)
        {
            var rest = bytes[end..];
            if (IsTrailer(rest) || rest.EndsWith("SEFT"u8) || (rest.Length > 8 && rest[4..8].SequenceEqual("ftyp"u8)))
            {
                return true;
            }

            bytes = rest; // Another picture, or nothing that belongs here.
        }

        return false;
    }

    // SOI, segments with their lengths, a frame header with a size, scans, EOI. The place after EOI, or -1.
    private static int EndOfJpeg(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 20 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        {
            return -1;
        }

        var (at, framed, scanned) = (2, false, false);
        while (at + 2 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == 0xD9)
            {
                return scanned ? at + 2 : -1;
            }

            var length = at + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) : 0;
            if (length < 2 || at + 2 + length > bytes.Length)
            {
                return -1;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                framed = length >= 8 && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]) > 0
                    && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]) > 0;
            }

            at += 2 + length;
            if (marker == 0xDA)
            {
                if (!framed)
                {
                    return -1;
                }

                (at, scanned) = (EndOfScan(bytes, at), true);
            }
        }

        return -1;
    }

    // A scan ends at the first marker that is neither a stuffed byte nor a restart.
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int at)
    {
        while (at + 1 < bytes.Length)
        {
            var next = bytes[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= bytes.Length)
            {
                break;
            }

            at += next;
            if (bytes[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }

            at += bytes[at + 1] == 0xFF ? 1 : 2;
        }

        return bytes.Length;
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
                return data && length == 0 && IsTrailer(bytes[((int)at + 12)..]);
            }

            at += 12 + length;
        }

        return false;
    }

    private static bool IsPdf(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 60 && bytes.StartsWith("%PDF-"u8) && bytes.LastIndexOf("%%EOF"u8) is > 0 and var end
            && IsTrailer(bytes[(end + 5)..]);

    private static bool IsTrailer(ReadOnlySpan<byte> rest) => rest.Length <= 64 || rest.IndexOfAnyExcept((byte)0) < 0;

    // A ZIP reader looks from the end for the record that ends the directory; its comment reaches to the end of the file.
    private static bool IsArchive(ReadOnlySpan<byte> bytes)
    {
        const int record = 22, slack = 64;
        var tail = bytes[Math.Max(0, bytes.Length - record - ushort.MaxValue - slack)..];
        for (var rest = tail; rest.LastIndexOf("PK\u0005\u0006"u8) is >= 0 and var at; rest = rest[..at])
        {
            if (tail.Length - at >= record
                && tail.Length - at - record - BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) is >= 0 and <= slack)
            {
                return true;
            }
        }

        return false;
    }
}
