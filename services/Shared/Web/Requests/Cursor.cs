using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>Where a page of a list starts and how long it is.</summary>
public readonly record struct PageRequest
{
    /// <summary>The <c>next</c> of the page before, or null for the first page.</summary>
    [FromQuery] public string? Cursor { get; init; }

    /// <summary>Rows wanted, 1 to 200; null means 50.</summary>
    [FromQuery] public int? Limit { get; init; }

    /// <summary>Most rows of a page.</summary>
    public const int MaxLimit = 200;

    private static readonly Error LimitRange = new(ErrorKind.Invalid, "request.limit.range", $"A page has 1 to {MaxLimit} rows.", "limit");

    /// <summary>The number of rows, or the refusal of one out of range.</summary>
    public Result<int> Size => Limit is < 1 or > MaxLimit ? LimitRange : Limit ?? 50;
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="Next">Cursor of the next page, or null if this is the last.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>A page from one row more than wanted: the extra row only tells that there is a next page.</summary>
    /// <param name="rows">At most <paramref name="size"/> + 1 rows.</param>
    /// <param name="size">Rows wanted.</param>
    /// <param name="cursor">The cursor that continues after a row.</param>
    public static PageOf<T> From(List<T> rows, int size, Func<T, string> cursor) =>
        rows.Count > size ? new PageOf<T>(rows.GetRange(0, size), cursor(rows[size - 1])) : new PageOf<T>(rows, null);
}

/// <summary>
/// Keyset cursors: the sort key of the last row and a mark of the list and filters that it belongs to. They are opaque to
/// clients but not secret; one that is altered, or used with another list or filter, is refused.
/// </summary>
public static class Cursor
{
    private static readonly Error Unknown = new(
        ErrorKind.Invalid, "request.cursor.unknown", "This cursor belongs to no page of this list. Start again without one.", "cursor");

    /// <summary>A cursor that continues after <paramref name="key"/>.</summary>
    /// <param name="list">Name of the list and its filters, e.g. <c>institutions|3302|ACTIVE</c>.</param>
    /// <param name="key">Sort key of the last row; any JSON-serialisable record.</param>
    public static string Write<TKey>(string list, TKey key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content<TKey>(Mark(list), key), WireJson.Options));

    /// <summary>The key in a cursor; default for null (the first page); a refusal for anything this list did not write.</summary>
    public static Result<TKey?> Read<TKey>(string list, string? cursor)
    {
        if (cursor is null)
        {
            return default(TKey);
        }

        if (cursor.Length > 1000 || !Base64Url.IsValid(cursor))
        {
            return Unknown;
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content<TKey>>(Base64Url.DecodeFromChars(cursor), WireJson.Options);
            return content is { Key: { } key } && content.Mark == Mark(list) ? key : Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }

    private static string Mark(string list) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, 8));

    private sealed record Content<TKey>(string Mark, TKey Key);
}
