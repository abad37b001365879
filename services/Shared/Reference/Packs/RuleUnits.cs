using System.Collections.Frozen;

namespace Oversight.Reference;

/// <summary>The units that a rule version may name. A closed list, so that a mistyped unit is a fault at load.</summary>
public static class RuleUnits
{
    /// <summary>The rule has no number, e.g. a category or a checklist.</summary>
    public const string None = "none";

    /// <summary>Working days 工作日.</summary>
    public const string WorkingDay = "workingDay";

    /// <summary>Natural days 自然日.</summary>
    public const string NaturalDay = "naturalDay";

    /// <summary>Months by the calendar.</summary>
    public const string Month = "month";

    /// <summary>Years by the calendar.</summary>
    public const string Year = "year";

    /// <summary>A fixed day of the year.</summary>
    public const string FixedDate = "fixedDate";

    /// <summary>Every unit that a pack may use.</summary>
    public static readonly FrozenSet<string> All = new[]
    {
        None, WorkingDay, NaturalDay, Month, Year, FixedDate,
        "hour", "minute", "lessonHour", "fen", "percent", "point", "count", "person", "squareMetre", "byte",
    }.ToFrozenSet(StringComparer.Ordinal);
}
