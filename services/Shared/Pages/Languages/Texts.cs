using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Oversight.Pages;

/// <summary>
/// The texts of one answer, in its reader's language. A page injects it as <c>T</c>: <c>@T["search.title"]</c>,
/// <c>@T["search.found", Texts.Number(count)]</c>, <c>@T.Date(licence.ValidTo)</c>.
/// </summary>
public sealed class Texts
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    // Official time, Asia/Shanghai: fixed since 1991. The pages reference no other project, so it stands here too.
    private static readonly TimeSpan OfficialOffset = TimeSpan.FromHours(8);

    private readonly TextLibrary _library;

    /// <summary>The texts for the request under way; outside a request, Chinese.</summary>
    public Texts(TextLibrary library, IHttpContextAccessor http)
        : this(library, http.HttpContext is { } context ? LanguageChoice.Of(context.Request) : Language.Chinese)
    {
    }

    /// <summary>The texts in a given language.</summary>
    public Texts(TextLibrary library, Language language) => (_library, Language) = (library, language);

    /// <summary>The reader's language.</summary>
    public Language Language { get; }

    /// <summary>The text of <paramref name="key"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string this[string key] => _library.Get(key, Language);

    /// <summary>The text of <paramref name="key"/> with <paramref name="values"/> in its places.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string this[string key, params object?[] values] =>
        string.Format(CultureInfo.InvariantCulture, _library.Get(key, Language), values);

    /// <summary>The text of <paramref name="key"/>, or null where there is none: for codes that a newer publisher may have added.</summary>
    public string? Find(string key) => _library.Has(key) ? _library.Get(key, Language) : null;

    /// <summary>A day: <c>2026年11月24日</c> or <c>24 November 2026</c>.</summary>
    public string Date(DateOnly day) => Language == Language.English
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]} {day.Year}")
        : string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    /// <summary>An instant (UTC) in official time, to the minute: <c>2026年11月24日 09:05</c> or <c>24 November 2026, 09:05</c>.</summary>
    /// <exception cref="ArgumentException">The instant is not marked as UTC.</exception>
    public string Instant(DateTime at)
    {
        if (at.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("An instant must be in UTC.", nameof(at));
        }

        var official = at + OfficialOffset;
        var day = Date(DateOnly.FromDateTime(official));
        var time = official.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Language == Language.English ? $"{day}, {time}" : $"{day} {time}";
    }

    /// <summary>A whole number with groups of three: <c>12,345</c> in both languages.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
