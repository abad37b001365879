namespace Oversight.Kernel;

/// <summary>How far a fact of law in a rule pack may be trusted.</summary>
public enum Confidence
{
    /// <summary>The wording was read, or the value was computed from it. May act as a default and be printed.</summary>
    Sure,

    /// <summary>From a secondary source; the article number may be off. May act as a default, stays configurable.</summary>
    Believed,

    /// <summary>Not settled. Must not be printed on a legal document before the authority confirmed it by an override.</summary>
    Unsure,

    /// <summary>A choice of this product, not a fact of law.</summary>
    Ours,
}
