namespace Oversight.Reference;

/// <summary>
/// A fact names a code that no version of a rule pack knows. A consumer throws it before it changes anything: the fact is parked, where
/// people see it, and is applied when the service has started with a pack that knows the code.
/// </summary>
/// <param name="pack">Name of the pack.</param>
/// <param name="code">The code as the fact has it.</param>
public sealed class UnknownCodeException(string pack, string code) : Exception($"The rule pack {pack} has no '{code}'.")
{
    /// <summary>Name of the pack.</summary>
    public string Pack { get; } = pack;

    /// <summary>The code as the fact has it.</summary>
    public string Code { get; } = code;
}
