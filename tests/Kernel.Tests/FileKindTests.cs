using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Oversight.Kernel.Tests;

/// <summary>A file is what its own bytes say to their end, not what its first bytes pretend.</summary>
public sealed class FileKindTests
{
    [Fact]
    public void Pictures_and_documents_are_known_by_their_bytes()
    {
        Assert.Equal(FileKind.Jpeg, FileKind.Of(Jpeg()));
        Assert.Equal(FileKind.Png, FileKind.Of(Png()));
        Assert.Equal(FileKind.Pdf, FileKind.Of(Pdf()));
        Assert.Equal((true, true, false), (FileKind.Jpeg.IsPhoto, FileKind.Png.IsPhoto, FileKind.Pdf.IsPhoto));
    }

    public static TheoryData<string, byte[]> AsCamerasWriteThem() => new()
    {
        { "several scans", Jpeg(scans: 3) },
        { "a thumbnail inside", [.. Soi, .. Segment(0xE1, Jpeg()), .. Jpeg().AsSpan(2)] },
        { "fill bytes before a marker", [.. Soi, 0xFF, 0xFF, .. Jpeg().AsSpan(2)] },
        { "a second picture after the first", [.. Jpeg(), .. Jpeg()] },
        { "zeros to the end of a block", [.. Jpeg(), .. new byte[3000]] },
        { "a film after the picture", [.. Jpeg(), 0, 0, 0, 24, .. "ftypmp42"u8, .. Noise(5000)] },
        { "the block of a telephone", [.. Jpeg(), .. Noise(5000), .. "SEFT"u8] },
    };

    [Theory]
    [MemberData(nameof(AsCamerasWriteThem))]
    public void A_photo_as_cameras_write_it_is_a_photo(string what, byte[] content) =>
        Assert.True(FileKind.Of(content) == FileKind.Jpeg, what);

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_none()
    {
        foreach (var whole in new[] { Jpeg(scans: 2), Png() })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                Assert.True(FileKind.Of(whole.AsSpan(0, length)) is null, $"{length} of {whole.Length} bytes");
            }
        }

        Assert.Null(FileKind.Of(Pdf().AsSpan(0, Pdf().Length - 3)));
    }

    public static TheoryData<string, byte[]> Pretenders() => new()
    {
        { "text with a picture's first bytes", [.. Soi, .. Encoding.ASCII.GetBytes(new string('x', 500)), 0xFF, 0xD9] },
        { "a script with a picture's first and last bytes",
            [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.ASCII.GetBytes("<script>alert(1)</script>" + new string(' ', 100)), 0xFF, 0xD9] },
        { "frame without a size", Jpeg(width: 0) },
        { "scan without a frame", [.. Soi, .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xFF, 0xD9] },
        { "frame without a scan", [.. Soi, .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 17, 0]), 0xFF, 0xD9] },
        { "a segment that says it is longer than the file", [.. Soi, 0xFF, 0xE0, 0xFF, 0xFF, .. Noise(200)] },
        { "a page after a picture", [.. Jpeg(), .. Page] },
        { "a page after a second picture", [.. Jpeg(), .. Jpeg(), .. Page] },
        { "an archive after a picture", [.. Jpeg(), .. Zip()] },
        { "an archive inside a picture's film", [.. Jpeg(), 0, 0, 0, 24, .. "ftypmp42"u8, .. Zip()] },
        { "an empty archive after a picture", [.. Jpeg(), .. "PK\u0005\u0006"u8, .. new byte[18]] },
        { "a page after a PNG", [.. Png(), .. Page] },
        { "an archive after a PNG", [.. Png(), .. Zip()] },
        { "a PNG without data", [.. Png().AsSpan(0, 33), .. Chunk("IEND", [])] },
        { "a PNG without a size", Png(width: 0) },
        { "a PNG chunk that says it is longer than the file",
            [.. Png().AsSpan(0, 33), 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, .. Noise(100)] },
        { "a PNG whose first chunk is none", [.. Png().AsSpan(0, 8), .. Chunk("IDAT", Noise(60)), .. Chunk("IEND", [])] },
        { "an archive after a PDF", [.. Pdf(), .. Zip()] },
        { "an archive whose comment is the end of a PDF", [.. "%PDF-1.7\n"u8, .. Zip("\n%%EOF\n")] },
        { "a PDF that does not begin as one", [.. "\n"u8, .. Pdf()] },
        { "a page after a PDF", [.. Pdf(), .. Page] },
        { "an archive", Zip() },
        { "a text", Encoding.UTF8.GetBytes(new string('文', 200)) },
        { "a program", [0x7F, (byte)'E', (byte)'L', (byte)'F', .. Noise(300)] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Pretenders))]
    public void A_pretender_is_none(string what, byte[] content) => Assert.True(FileKind.Of(content) is null, what);

    [Fact]
    public void Any_bytes_are_answered_without_a_fault()
    {
        var random = new Random(20261124);
        foreach (var whole in new[] { Jpeg(scans: 2), Png(), Pdf(), Zip() })
        {
            for (var i = 0; i < 3000; i++)
            {
                var altered = (byte[])whole.Clone();
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    altered[random.Next(altered.Length)] = (byte)random.Next(256);
                }

                _ = FileKind.Of(altered.AsSpan(0, random.Next(altered.Length + 1)));
            }
        }
    }

    private static byte[] Soi => [0xFF, 0xD8];

    private static byte[] Page => Encoding.ASCII.GetBytes("<!doctype html><script>fetch('/api')</script>" + new string(' ', 100));

    // A grey picture: quantisation, frame, Huffman table, scans with stuffed bytes and restarts.
    private static byte[] Jpeg(int width = 8, int scans = 1)
    {
        var bytes = new List<byte>(
            [
                .. Soi, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
                .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)16, 64)])]);
        bytes.AddRange(Segment(0xC0, [8, 0, 8, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]));
        bytes.AddRange(Segment(0xC4, [0, 1, .. new byte[15], 0]));
        for (var scan = 0; scan < scans; scan++)
        {
            bytes.AddRange(Segment(0xDA, [1, 1, 0, 0, 63, 0]));
            bytes.AddRange([0x2A, 0xFF, 0x00, 0x91, 0xFF, (byte)(0xD0 + scan), 0x40, 0xFF, 0x00, 0x7F]);
        }

        return [.. bytes, 0xFF, 0xD9];
    }

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Png(int width = 1)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 1);
        header[8] = 8;
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            packed.Write([0, 127]);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var bytes = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, content.Length);
        body.CopyTo(bytes, 4);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - 4), Crc(body));
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static byte[] Pdf() => Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 "
            + "R>>\nstartxref\n0\n%%EOF\n");

    private static byte[] Zip(string comment = "")
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.Comment = comment;
            using var entry = archive.CreateEntry("evil.html").Open();
            entry.Write(Page);
        }

        return bytes.ToArray();
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
