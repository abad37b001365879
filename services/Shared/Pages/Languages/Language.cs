namespace Oversight.Pages;

/// <summary>A language of the pages. Chinese comes first: it is the default and the first to be offered.</summary>
public enum Language
{
    /// <summary>Simplified Chinese, <c>zh-CN</c>.</summary>
    Chinese,

    /// <summary>English, <c>en</c>.</summary>
    English,
}

/// <summary>How a language is written in addresses, in markup and in resources.</summary>
public static class LanguageNames
{
    /// <summary>The code in addresses, cookies and text resources: <c>zh</c> or <c>en</c>.</summary>
    public static string Code(this Language language) => language == Language.English ? "en" : "zh";

    /// <summary>The BCP 47 tag for the <c>lang</c> attribute and the <c>Content-Language</c> header: <c>zh-CN</c> or <c>en</c>.</summary>
    public static string Tag(this Language language) => language == Language.English ? "en" : "zh-CN";

    /// <summary>
    /// The language of a code, case-insensitive, with or without region (<c>zh</c>, <c>zh-Hans-CN</c>, <c>EN-gb</c>); null for any other.
    /// </summary>
    public static Language? Of(ReadOnlySpan<char> code)
    {
        var end = code.IndexOf('-');
        var primary = end < 0 ? code : code[..end];
        if (primary.Equals("zh", StringComparison.OrdinalIgnoreCase))
        {
            return Language.Chinese;
        }

        return primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? Language.English : null;
    }
}
