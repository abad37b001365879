namespace Oversight.Pages;

/// <summary>What a city says about its own site: configuration <c>Oversight:Site</c>.</summary>
public sealed class SiteSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Oversight:Site";

    /// <summary>The city (or county, or province) whose register this is, by language; a missing language shows none.</summary>
    public LocalName CityName { get; init; } = new();

    /// <summary>Where the API reference is; default <c>/docs</c>, which the gateway serves.</summary>
    public string DocsAddress { get; init; } = "/docs";

    /// <summary>A name in both languages.</summary>
    public sealed class LocalName
    {
        /// <summary>The Chinese name, e.g. <c>宁波市</c>.</summary>
        public string? Zh { get; init; }

        /// <summary>The English name, e.g. <c>Ningbo</c>.</summary>
        public string? En { get; init; }

        /// <summary>The name in <paramref name="language"/>; null if none is set.</summary>
        public string? In(Language language) => language == Language.English ? En : Zh;
    }
}
