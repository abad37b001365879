using System.Text.Json.Serialization;

namespace Oversight.Reference;

/// <summary>What an organ may do to somebody else.</summary>
public enum Power
{
    /// <summary>Give, change, withdraw and cancel a licence, and keep the entry that rests on it (许可).</summary>
    License,

    /// <summary>Enter and look (检查).</summary>
    Inspect,

    /// <summary>Punish a violation (处罚); which one, the violation catalogue says.</summary>
    Punish,

    /// <summary>Settle a dispute between a person and an institution (调解).</summary>
    Mediate,

    /// <summary>Publish what was found or decided (公开).</summary>
    Publish,

    /// <summary>End the publication of what was decided, because the party made good (信用修复).</summary>
    Repair,
}

/// <summary>A row of the rule pack <c>powers</c>. Its basis is the article that gives the power.</summary>
/// <param name="Power">The power.</param>
/// <param name="Departments">Departments that have it; empty where a place strikes the row out.</param>
/// <param name="Levels">Levels at which their organs have it; empty where a place strikes the row out.</param>
/// <param name="Types">Types of institution, <see cref="All"/> for every type and for parties that are in no register.</param>
/// <param name="InsteadOf">
/// For <see cref="Power.Punish"/>: departments whose violations these may punish although the catalogue does not name them (行政处罚法
/// 第十八条、第二十四条); null for all others.
/// </param>
/// <param name="Own">Whether it reaches no further than what the department itself found, decided or issued (谁认定、谁修复).</param>
/// <param name="Note">For an unsure row: what the bureau is asked.</param>
public sealed record PowerRule(
    Power Power, IReadOnlyList<string> Departments, IReadOnlyList<OrganLevel> Levels, IReadOnlyList<string> Types,
    IReadOnlyList<string>? InsteadOf = null, bool Own = false, string? Note = null) : IRuleValues
{
    /// <summary>Stands for every type of institution.</summary>
    public const string All = "*";

    /// <summary>Whether the row gives nothing: a place has struck it out.</summary>
    [JsonIgnore]
    public bool IsStruckOut => Departments.Count == 0 || Levels.Count == 0 || Types.Count == 0;

    /// <summary>Whether it speaks of institutions of this type.</summary>
    /// <param name="type">Code of the type; null for a party that is in no register.</param>
    public bool IsFor(string? type) => Types.Contains(All) || (type is not null && Types.Contains(type));

    /// <summary>Whether everything that this row gives is given by <paramref name="wider"/> too.</summary>
    public bool IsWithin(PowerRule wider)
    {
        ArgumentNullException.ThrowIfNull(wider);
        return IsStruckOut
            || (Power == wider.Power && Departments.All(wider.Departments.Contains) && Levels.All(wider.Levels.Contains)
                && (wider.Types.Contains(All) || Types.All(wider.Types.Contains))
                && (InsteadOf ?? []).All((wider.InsteadOf ?? []).Contains) && (Own || !wider.Own));
    }

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (InsteadOf is not null && Power != Power.Punish)
        {
            yield return "insteadOf is for the power punish.";
        }

        if (Types.Contains(All) && Types.Count > 1)
        {
            yield return $"types are codes, or {All} alone.";
        }
    }
}
