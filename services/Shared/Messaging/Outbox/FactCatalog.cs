using System.Reflection;
using System.Text.Json;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>The contracts that this process knows, by wire name. The wire name of a contract is its full type name.</summary>
public sealed class FactCatalog
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>Adds every public record of a contracts assembly. The same assembly twice changes nothing.</summary>
    public FactCatalog Add(Assembly contracts)
    {
        foreach (var type in contracts.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && !t.IsAssignableTo(typeof(Attribute))))
        {
            _types[WireName.Of(type)] = type;
        }

        return this;
    }

    /// <summary>The fact in <paramref name="payload"/> and its type.</summary>
    /// <exception cref="UnreadableFactException">No such contract in this process, or the payload is not that contract.</exception>
    public (object Fact, Type Type) Read(string wireName, string payload)
    {
        if (!_types.TryGetValue(wireName, out var type))
        {
            throw new UnreadableFactException($"No contract {wireName} in this process.");
        }

        try
        {
            return (JsonSerializer.Deserialize(payload, type, WireJson.Options)
                ?? throw new UnreadableFactException("The payload is null."), type);
        }
        catch (JsonException e)
        {
            throw new UnreadableFactException($"The payload is no {wireName}: {e.Message}");
        }
    }
}

/// <summary>A stored fact that can never be sent as it is: the row is at fault, not the broker.</summary>
public sealed class UnreadableFactException(string message) : Exception(message);
