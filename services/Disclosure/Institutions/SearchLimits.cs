namespace Oversight.Disclosure.Institutions;

/// <summary>
/// How much one search may cost: configuration <c>Oversight:Disclosure:Search</c>. The answers are the same under any limits; their pages
/// are not.
/// </summary>
internal sealed record SearchLimits
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Oversight:Disclosure:Search";

    /// <summary>A term with more rows than this is common; counting ends there.</summary>
    public int Common { get; init; } = 4_000;

    /// <summary>A term with so few rows is searched by without looking for a rarer one.</summary>
    public int RareEnough { get; init; } = 200;

    /// <summary>About so many rows are walked over in one request; then the page ends early.</summary>
    public int Budget { get; init; } = 20_000;

    /// <summary>Rows walked over by the first query of a walk; each further one takes twice as many.</summary>
    public int FirstStretch { get; init; } = 500;

    /// <summary>Most rows walked over by one query.</summary>
    public int LongestStretch { get; init; } = 4_000;
}
