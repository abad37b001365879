namespace Oversight.Contracts;

/// <summary>
/// Marks a contract that carries the state of a record, which consumers keep a copy of. A digest of that state travels in the
/// message's headers: two states under one version show.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StateCopyAttribute : Attribute
{
    /// <summary>The member that is the state; null where the contract itself is.</summary>
    public string? Member { get; init; }

    /// <summary>Members that tell of the act and not of the state: they may differ where the same state is told again.</summary>
    public string[] Except { get; init; } = [];
}
