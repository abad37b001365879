using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Oversight.Gateway.Tests;

/// <summary>An answer as it stood on the wire, read by the rules of HTTP/1.1 alone.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Names and values; of a name that stands several times, the last.</param>
/// <param name="Body">The body without its framing.</param>
public sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The stable code of the problem document, or null if the body is none.</summary>
    public string? Code => Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/problem+json",
        StringComparison.Ordinal) == true
        ? JsonDocument.Parse(Body).RootElement.GetProperty("code").GetString()
        : null;

    /// <summary>Reads the first final answer; null if nothing came at all.</summary>
    /// <exception cref="FormatException">It is no whole answer.</exception>
    public static RawAnswer? Parse(byte[] wire, bool head = false)
    {
        var text = Encoding.Latin1.GetString(wire);
        while (text.StartsWith("HTTP/1.1 100 ", StringComparison.Ordinal))
        {
            text = text[(End(text) + 4)..];
        }

        if (text.Length == 0)
        {
            return null;
        }

        var end = End(text);
        var lines = text[..end].Split("\r\n");
        var start = lines[0].Split(' ', 3);
        if (start.Length < 2 || start[0] != "HTTP/1.1" || !int.TryParse(start[1], NumberStyles.None, CultureInfo.InvariantCulture,
            out var status) || status is < 200 or > 599)
        {
            throw new FormatException("No status line: " + lines[0]);
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines[1..])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.Any(character => character is (< ' ' and not '\t') or > '~'))
            {
                throw new FormatException("No header: " + line);
            }

            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var rest = text[(end + 4)..];
        if (head || status is 204 or 304)
        {
            return new RawAnswer(status, headers, "");
        }

        var body = headers.GetValueOrDefault("Transfer-Encoding") == "chunked" ? Chunks(rest)
            : headers.GetValueOrDefault("Connection") == "close" && !headers.ContainsKey("Content-Length") ? rest
            : headers.TryGetValue("Content-Length", out var length) && int.Parse(length, CultureInfo.InvariantCulture) is var number
                && number <= rest.Length ? rest[..number]
            : throw new FormatException($"No whole body: {text}");
        return new RawAnswer(status, headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
    }

    private static int End(string text) => text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end ? end
        : throw new FormatException("No end of the headers: " + text);

    private static string Chunks(string text)
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = text.IndexOf("\r\n", StringComparison.Ordinal);
            var length = int.Parse(text[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return body.ToString();
            }

            body.Append(text, line + 2, length);
            text = text[(line + 2 + length + 2)..];
        }
    }
}
