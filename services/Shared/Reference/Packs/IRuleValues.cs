namespace Oversight.Reference;

/// <summary>Rule values that can say what is wrong with themselves beyond their shape; asked once, when a pack is loaded.</summary>
public interface IRuleValues
{
    /// <summary>Every fault of these values as a short sentence; empty when they are sound.</summary>
    /// <param name="unit">The unit of the version that holds the values, one of <see cref="RuleUnits.All"/>.</param>
    IEnumerable<string> Faults(string unit);
}
