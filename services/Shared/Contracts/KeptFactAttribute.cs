namespace Oversight.Contracts;

/// <summary>
/// Marks a contract that its publisher keeps for as long as it keeps the record: a copy that was lost, or a service that is added
/// years later, is built from these facts. The kept facts of a record, in the order of versions, tell its present state.
/// </summary>
/// <param name="kind">Kind of record, e.g. <c>penalty</c>: at most 20 characters, unique within the publisher.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeptFactAttribute(string kind) : Attribute
{
    /// <summary>Kind of record.</summary>
    public string Kind { get; } = kind;
}
