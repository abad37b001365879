namespace Oversight.Reference;

/// <summary>What a department does on this platform.</summary>
public enum DepartmentPart
{
    /// <summary>An administrative body: it inspects, licenses, punishes or mediates by its own law.</summary>
    Acts,

    /// <summary>
    /// It plans, leads joint operations and decides whose duty a matter is, but inspects nobody (国办发〔2024〕54号: coordinating bodies
    /// may not inspect enterprises).
    /// </summary>
    Coordinates,

    /// <summary>Clues go to it; what it does with them lies outside this platform.</summary>
    Addressee,
}

/// <summary>The level of government that an organ belongs to; what it may do depends on it (行政处罚法 第二十三条、第二十四条).</summary>
public enum OrganLevel
{
    /// <summary>Province, autonomous region or municipality.</summary>
    Province,

    /// <summary>Prefecture or city.</summary>
    City,

    /// <summary>County, district or county-level city.</summary>
    County,

    /// <summary>Town or sub-district.</summary>
    Town,
}

/// <summary>A department of the rule pack <c>departments</c>.</summary>
/// <param name="Zh">Chinese name, as officers and the public read it where a place gives the organ no name of its own.</param>
/// <param name="En">English name.</param>
/// <param name="Part">What it does here.</param>
/// <param name="Level">The level of all its organs; null where an organ has the level of its division.</param>
public sealed record DepartmentRule(string Zh, string En, DepartmentPart Part, OrganLevel? Level = null) : IRuleValues
{
    private const int MaxName = 100;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit) =>
        string.IsNullOrWhiteSpace(Zh) || string.IsNullOrWhiteSpace(En) || Zh.Length > MaxName || En.Length > MaxName
            ? [FormattableString.Invariant($"a department has a Chinese and an English name of 1 to {MaxName} characters.")]
            : [];
}
