using System.Buffers.Text;
using System.Text;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>What stands in an address or a form that nobody wrote by hand; percent-encoded unless said otherwise.</summary>
internal static class BadValues
{
    /// <summary>Not encoded.</summary>
    public static readonly IReadOnlyList<string> Hostile =
    [
        "'", "\"", "\\", "%", "_", "%_%", "' or '1'='1", "'; drop table institutions; --", "*", "[a-z]", "{0}", "<script>alert(1)</script>",
        "../../etc/passwd", "ＡＢＣ１２３", "宁波　市",
        "😀", "\uFEFF", "a\u0301", "\u202Eabc", "\t", "\r\nX-Header: 1", "\u0085", new string('a', 4_000), new string('长', 1_200), " ", "",
    ];

    /// <summary>Characters that no text has.</summary>
    public static readonly IReadOnlyList<string> Unreadable = ["%00", "a%00b", "%07", "%1B"];

    /// <summary>Bytes that are no UTF-8.</summary>
    public static readonly IReadOnlyList<string> Undecodable = ["%FF%FE", "%C4%FE%B2%A8", "%ED%A0%80", "%C0%AF", "a%", "%zz", "%u5b81"];

    /// <summary>Numbers, days, lists and ids out of every range.</summary>
    public static readonly IReadOnlyList<string> OutOfRange =
    [
        "-1", "0", "1.5", "-9223372036854775809", "99999999999999999999", "1e999", "NaN", "%EF%BC%91%EF%BC%92", "%D9%A3", "9999-12-31",
        "0001-01-01", "9999-12-31T23%3A59%3A59Z", "null", "true",
        "%5B%5D", "%7B%7D", "%5Bnull%5D", "00000000-0000-0000-0000-000000000000", "9223372036854775807", "922337203686", "-922337203686",
        "%2F%2Fevil.example", "http%3A%2F%2Fevil.example%2F%E5%AE%81", "javascript%3Aalert(1)",
        "%2Fconnect%2Fauthorize%3Fa%3D%E5%AE%81%E6%B3%A2", "%2Fconnect%2Fauthorize%3F%F0%9F%98%80", "%2Fconnect%2Fauthorize%3F%ED%A0%80",
        "%2Fconnect%2Fauthorize%3Fredirect_uri%3D%25zz%26client_id%3D%2500",
    ];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [
        .. Hostile.Select(Uri.EscapeDataString), .. Unreadable, .. Undecodable, .. OutOfRange];

    /// <summary>One of each kind, for the many parameters of a protocol.</summary>
    public static readonly IReadOnlyList<string> Few =
        [
            "", "%00", "%ED%A0%80", "%EF%BC%91", "%E2%80%AEabc", "-1", "99999999999999999999", "922337203686", "%5B1%5D",
            "%7B%22a%22%3A1%7D", "http%3A%2F%2F%E5%AE%81%3A99999%2F", "%0D%0AX%3A1", new string('a', 3_000)];

    /// <summary>A field as it may come: once with the value, twice, as a list, as an entry, without a value.</summary>
    public static IEnumerable<string> Shapes(string name, string value) =>
        [$"{name}={value}", $"{name}=a&{name}={value}", $"{name}[]={value}", $"{name}[0]={value}&{name}[a]=b", name, $"%00{name}={value}"];

    /// <summary>Whole forms that cannot be read, with what is wrong with each; <paramref name="good"/> is one that can.</summary>
    public static IEnumerable<(string What, HttpContent? Content)> Bodies(string good)
    {
        const string form = "application/x-www-form-urlencoded";
        var bytes = Encoding.ASCII.GetBytes(good);
        yield return ("nothing", null);
        yield return ("an empty form", Platform.Bytes([], form));
        yield return ("a NUL", Platform.Bytes([.. bytes, .. "&text=a%00b&userName=%00"u8], form));
        yield return ("bytes that are no UTF-8", Platform.Bytes([.. bytes, .. "&text="u8, 0xC4, 0xFE, 0x00, 0xFF], form));
        yield return ("broken escapes", Platform.Bytes([.. bytes, .. "&text=%ZZ%FF%C4&%=&=&&"u8], form));
        yield return ("an unknown charset", Platform.Bytes(bytes, form + "; charset=no-such-charset"));
        yield return ("UTF-8 that says UTF-16", Platform.Bytes(bytes, form + "; charset=utf-16"));
        yield return ("UTF-16", Platform.Bytes(Encoding.Unicode.GetBytes(good), form + "; charset=utf-16"));
        yield return ("UTF-7", Platform.Bytes(bytes, form + "; charset=utf-7"));
        yield return ("GB 18030", Platform.Bytes([.. bytes, .. "&text="u8, 0xC4, 0xFE, 0xB2, 0xA8], form + "; charset=gb18030"));
        yield return (
            "ten thousand fields", Platform.Bytes(
                [.. bytes, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"&f{i}=1")))], form));
        yield return (
            "a field of 900,000 characters",
            Platform.Bytes([.. bytes, .. Encoding.ASCII.GetBytes("&text=" + new string('a', 900_000))], form));
        yield return ("a name of 900,000 characters", Platform.Bytes(Encoding.ASCII.GetBytes(new string('a', 900_000) + "=1"), form));
        yield return (
            "parts that do not end", Platform.Bytes(
                "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc"u8.ToArray(), "multipart/form-data; boundary=x"));
        yield return ("parts without a boundary", Platform.Bytes("text"u8.ToArray(), "multipart/form-data"));
        yield return ("parts of another boundary", Platform.Bytes("--y\r\n\r\n--y--"u8.ToArray(), "multipart/form-data; boundary=x"));
        yield return (
            "parts with broken headers",
            Platform.Bytes("--x\r\nContent-Disposition: \0\r\n:\r\n\r\na\r\n--x--"u8.ToArray(), "multipart/form-data; boundary=x"));
        yield return (
            "parts as they should be",
            Platform.Bytes(
                "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc\r\n--x--\r\n"u8.ToArray(),
                "multipart/form-data; boundary=x"));
        yield return ("a boundary without end", Platform.Bytes("a"u8.ToArray(), "multipart/form-data; boundary=" + new string('b', 2_000)));
        yield return ("JSON", Platform.Json("{}"));
        yield return ("JSON that says it is a form", Platform.Bytes("{\"text\":[null]}"u8.ToArray(), form));
        yield return ("20 MB", Platform.Bytes(new byte[20 * 1024 * 1024], form));
    }

    /// <summary>Headers with values that can be sent and mean nothing.</summary>
    public static IEnumerable<(string Name, string Value)> Headers()
    {
        string[] values = [
            "", "=", ";;;", "%00", "\"", "-1", "99999999999999999999", "e30", "AAAA", Base64Url.EncodeToString("{\"a\":null}"u8),
            "Basic " + Convert.ToBase64String([0xFF, 0x00, 0x3A]), "Basic e30", "Bearer a.b.c", new string('a', 4_000)];
        foreach (var value in values)
        {
            yield return (
                "Cookie", $"oversight-session={value}; oversight-form={value}; oversight-lang={value}; oversight-complaint-form={value}");
            foreach (var name in new[]
            {
                "Authorization", "Accept-Language", "Accept", "If-None-Match", "If-Modified-Since", "Range", "Origin", "Referer",
                "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"
            })
            {
                yield return (name, value);
            }
        }
    }
}
