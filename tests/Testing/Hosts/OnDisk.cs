using System.Text;
using System.Text.Json;

namespace Oversight.Testing;

/// <summary>Reads what is on disk byte by byte, as somebody does who has a stolen disk.</summary>
public static class OnDisk
{
    /// <summary>
    /// Looks for texts in all files under a folder, write-ahead logs among them: in UTF-8, in UTF-16 of either order, escaped as JSON and
    /// in URLs, and in base64 at every alignment.
    /// </summary>
    /// <returns>One line for each that was found: file, text and form. Empty if nothing is there.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(string folder, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var forms = texts.SelectMany(Forms).ToList();
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (await ReadAsync(file, cancellationToken) is { } bytes)
            {
                found.AddRange(
                    forms.Where(form => bytes.AsSpan().IndexOf(form.Bytes) >= 0).Select(
                        form => $"{Path.GetRelativePath(folder, file)}: {form.Text} as {form.Name}"));
            }
        }

        return found;
    }

    /// <summary>The same for bytes, of which a part in the middle is looked for.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(
        string folder, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var part = content.Slice(content.Length / 3, Math.Min(32, content.Length / 3));
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (await ReadAsync(file, cancellationToken) is { } bytes && bytes.AsSpan().IndexOf(part.Span) >= 0)
            {
                found.Add(Path.GetRelativePath(folder, file));
            }
        }

        return found;
    }

    private static IEnumerable<(string Text, string Name, byte[] Bytes)> Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return (text, "UTF-8", bytes);
        yield return (text, "UTF-16 LE", Encoding.Unicode.GetBytes(text));
        yield return (text, "UTF-16 BE", Encoding.BigEndianUnicode.GetBytes(text));
        yield return (text, "JSON", Encoding.ASCII.GetBytes(JsonSerializer.Serialize(text).Trim('"')));
        yield return (text, "URL", Encoding.ASCII.GetBytes(Uri.EscapeDataString(text)));
        for (var before = 0; before < 3; before++)
        {
            // Without the characters at both ends, which depend on what stands beside the text.
            var base64 = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var core = base64[(before == 0 ? 0 : 4)..^(4 * (base64.EndsWith('=') ? 1 : 0))];
            if (core.Length >= 8)
            {
                yield return (text, "base64", Encoding.ASCII.GetBytes(core));
                yield return (text, "base64url", Encoding.ASCII.GetBytes(core.Replace('+', '-').Replace('/', '_')));
            }
        }
    }

    private static async Task<byte[]?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, cancellationToken);
            return memory.ToArray();
        }
        catch (FileNotFoundException)
        {
            return null; // A log goes away with the last connection.
        }
    }
}
