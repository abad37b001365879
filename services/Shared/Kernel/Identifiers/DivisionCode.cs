using System.Collections.Frozen;

namespace Oversight.Kernel;

/// <summary>How far down a <see cref="DivisionCode"/> reaches.</summary>
public enum DivisionLevel
{
    /// <summary>Province, autonomous region or municipality: two digits.</summary>
    Province,

    /// <summary>Prefecture or city: four digits.</summary>
    City,

    /// <summary>County, district or county-level city: six digits.</summary>
    County,
}

/// <summary>
/// An administrative division 行政区划 of GB/T 2260 in its shortest spelling: <c>33</c> Zhejiang, <c>3302</c> Ningbo,
/// <c>330282</c> Cixi. As lengths are only 2, 4 or 6, a prefix never catches a sibling. Whether a code is in use is not
/// asked here: codes are abolished (330204 in 2016), and old records keep theirs.
/// </summary>
public sealed record DivisionCode
{
    /// <summary>Most digits of a code in either spelling, and the length of every column that holds one.</summary>
    public const int MaxLength = 6;

    // GB/T 2260, first two digits.
    private static readonly FrozenSet<string> Provinces = new[]
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
        "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
    }.ToFrozenSet(StringComparer.Ordinal);

    private DivisionCode(string value) => Value = value;

    /// <summary>The shortest spelling: 2, 4 or 6 digits, never ending in <c>00</c>.</summary>
    public string Value { get; }

    /// <summary>Province, city or county.</summary>
    public DivisionLevel Level => (DivisionLevel)((Value.Length / 2) - 1);

    /// <summary>The six-digit spelling of the standard: <c>330200</c> for <c>3302</c>.</summary>
    public string FullCode => Value.PadRight(6, '0');

    /// <summary>
    /// What a query compares with: every row whose division column starts with this text is inside the division, and no
    /// other (<c>LIKE ScopePrefix + '%'</c>). Holds for columns of full codes and of shortest spellings.
    /// </summary>
    public string ScopePrefix => Value;

    /// <summary>The division one level up, or null for a province.</summary>
    public DivisionCode? Parent => Value.Length == 2 ? null : new DivisionCode(Value[..^2]);

    /// <summary>
    /// Reads a code of 2, 4 or 6 digits; trailing <c>00</c> pairs stand for a higher level and drop out (<c>330200</c> is
    /// <c>3302</c>, <c>330000</c> is <c>33</c>). Full-width digits and white space are normalised.
    /// </summary>
    /// <returns>
    /// The division, or <c>identifier.division.required</c>, <c>.digits</c>, <c>.length</c> (<c>33028</c>; town and village
    /// codes of 9 and 12 digits) or <c>.unknown</c> (no such province, or a county without its city).
    /// </returns>
    public static Result<DivisionCode> Parse(string? text)
    {
        var canonical = TextInput.Canonical(text, maxLength: 64);
        if (canonical.IsRefused)
        {
            return canonical.Error.Code == "text.too_long" ? DivisionCodeErrors.Length : DivisionCodeErrors.Digits;
        }

        if (canonical.Value is not { } value)
        {
            return DivisionCodeErrors.Required;
        }

        if (value.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return DivisionCodeErrors.Digits;
        }

        if (value.Length is not (2 or 4 or 6))
        {
            return DivisionCodeErrors.Length;
        }

        while (value.Length > 2 && value.EndsWith("00", StringComparison.Ordinal))
        {
            value = value[..^2];
        }

        var countyWithoutCity = value.Length == 6 && value[2..4] == "00";
        return countyWithoutCity || !Provinces.Contains(value[..2]) ? DivisionCodeErrors.Unknown : new DivisionCode(value);
    }

    /// <summary>A division read back from a store or a verified token.</summary>
    /// <exception cref="ArgumentException">The text is no division code.</exception>
    public static DivisionCode FromStored(string value) =>
        Parse(value) is { IsRefused: false } read
            ? read.Value : throw new ArgumentException("The stored division code is not valid.", nameof(value));

    /// <summary>
    /// True when <paramref name="other"/> is this division or lies inside it: <c>3302</c> covers <c>330282</c>, not <c>33</c> and not
    /// <c>3303</c>.
    /// </summary>
    public bool Covers(DivisionCode other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Value.StartsWith(Value, StringComparison.Ordinal);
    }

    /// <summary>This division and those above it, the nearest first: <c>330282</c>, <c>3302</c>, <c>33</c>.</summary>
    public IEnumerable<DivisionCode> SelfAndAbove()
    {
        for (DivisionCode? division = this; division is not null; division = division.Parent)
        {
            yield return division;
        }
    }

    /// <summary>The shortest spelling.</summary>
    public override string ToString() => Value;
}

/// <summary>Every refusal of a division code.</summary>
internal static class DivisionCodeErrors
{
    private static readonly LegalBasis Standard = new("GB/T 2260 中华人民共和国行政区划代码", "4");

    internal static readonly Error Required = Refusal("required", "A division code is required here.");

    internal static readonly Error Digits = Refusal("digits", "A division code is written with digits only.");

    internal static readonly Error Length = Refusal("length", "A division code has 2 digits (province), 4 (city) or 6 (county).");

    internal static readonly Error Unknown = Refusal(
        "unknown", "No province has these first two digits, or the county is named without its city.");

    private static Error Refusal(string reason, string message) =>
        new(ErrorKind.Invalid, "identifier.division." + reason, message, Basis: Standard);
}
