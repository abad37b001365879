namespace Oversight.Persistence.Outbox;

/// <summary>
/// An attribute by which the contracts mark a contract. This project knows no contract and no attribute of theirs, only names.
/// </summary>
internal sealed class ContractMark
{
    private readonly object _attribute;

    private ContractMark(object attribute) => _attribute = attribute;

    /// <summary>The mark with a class name; null where the contract does not have it.</summary>
    public static ContractMark? Find(Type contract, string name) =>
        contract.GetCustomAttributes(inherit: false).SingleOrDefault(a => a.GetType().Name == name) is { } attribute
            ? new ContractMark(attribute) : null;

    /// <summary>What the mark says under a name.</summary>
    public T? Read<T>(string member) => (T?)_attribute.GetType().GetProperty(member)!.GetValue(_attribute);
}
