namespace Oversight.Persistence;

/// <summary>Names of contracts on the wire and in the outbox.</summary>
public static class WireName
{
    /// <summary>The name of a contract: its full type name, e.g. <c>Oversight.Contracts.Registry.V1.InstitutionRegistered</c>.</summary>
    public static string Of(Type contract) => contract.FullName!;
}
