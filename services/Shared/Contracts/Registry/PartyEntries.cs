namespace Oversight.Contracts.Registry.V1;

/// <summary>What the register has a party as.</summary>
public static class PartyEntries
{
    /// <summary>Greatest length of a value.</summary>
    public const int MaxLength = 16;

    /// <summary>An institution. Whoever needs its state may wait for it: the registry announces every one.</summary>
    public const string Institution = "institution";

    /// <summary>A lead on an entity without licence. Never to be shown to the public.</summary>
    public const string Lead = "lead";

    /// <summary>Nothing: the register does not have it.</summary>
    public const string None = "none";
}
