using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Copies;

/// <summary>Digest of the state that a fact carries; the same for every fact that carries the same state.</summary>
public static class StateDigest
{
    private const string Marker = "StateCopyAttribute";

    private static readonly ConcurrentDictionary<Type, Func<object, object?>?> States = new();

    /// <summary>
    /// Half of the SHA-256 over the state as JSON, in hexadecimal; null for a contract that carries no state. It tells states apart, it
    /// protects against nobody.
    /// </summary>
    public static string? Of(object fact)
    {
        if (States.GetOrAdd(fact.GetType(), Reader) is not { } read || read(fact) is not { } state)
        {
            return null;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(state, state.GetType(), WireJson.Options);
        return Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, SourceStamp.DigestLength / 2));
    }

    private static Func<object, object?>? Reader(Type contract)
    {
        if (ContractMark.Find(contract, Marker) is not { } mark)
        {
            return null;
        }

        if (mark.Read<string>("Member") is { } member)
        {
            var property = contract.GetProperty(member) ?? throw new InvalidOperationException($"{contract.Name} has no {member}.");
            return property.GetValue;
        }

        var except = mark.Read<string[]>("Except") ?? [];
        var members = contract.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => !except.Contains(p.Name)).ToArray();
        return fact => members.ToDictionary(p => p.Name, p => p.GetValue(fact));
    }
}
