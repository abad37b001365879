using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>One version of one rule: the values that applied from one day to another in one jurisdiction.</summary>
/// <typeparam name="T">The values of the pack.</typeparam>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Key">Key of the rule within the pack.</param>
/// <param name="Version">Version, unique within key and jurisdiction.</param>
/// <param name="Jurisdiction"><c>CN</c> or a division in its shortest spelling (<c>33</c>, <c>3302</c>, <c>330282</c>).</param>
/// <param name="ValidFrom">First official day on which it applies.</param>
/// <param name="ValidTo">Last official day on which it applies (inclusive), or null while no end is known.</param>
/// <param name="Unit">Unit of its number, one of <see cref="RuleUnits.All"/>.</param>
/// <param name="Basis">The article that it rests on.</param>
/// <param name="Confidence">How far it may be trusted.</param>
/// <param name="Values">The values.</param>
public sealed record RuleVersion<T>(
    string Pack,
    string Key,
    string Version,
    string Jurisdiction,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    string Unit,
    LegalBasis Basis,
    Confidence Confidence,
    T Values)
    where T : notnull
{
    /// <summary>
    /// What a decision records to say which rule it used: <c>pack/key@version(jurisdiction)</c>, at most 300 characters.
    /// </summary>
    public string Reference => $"{Pack}/{Key}@{Version}({Jurisdiction})";

    /// <summary>True when it applied on <paramref name="day"/>.</summary>
    public bool AppliesOn(DateOnly day) => ValidFrom <= day && (ValidTo is not { } last || day <= last);
}
