using System.Collections.Concurrent;
using System.Reflection;

namespace Oversight.Persistence.Outbox;

/// <summary>
/// What the outbox keeps of a fact beside its text: the kind of record whose history it belongs to, and whom it is about.
/// </summary>
public static class FactTraits
{
    /// <summary>Greatest length of a kind.</summary>
    public const int KindLength = 20;

    private const string Marker = "KeptFactAttribute", Subject = "InstitutionId";

    // Members in which contracts carry a party or a whole record.
    private static readonly string[] Holders = ["Party", "Order", "Institution"];
    private static readonly ConcurrentDictionary<Type, string?> Kinds = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PropertyInfo>?> Paths = new();

    /// <summary>Kind of record for whose sake the contract is kept, or null where it is not kept.</summary>
    public static string? KindOf(Type contract) =>
        Kinds.GetOrAdd(contract, static type => ContractMark.Find(type, Marker)?.Read<string>("Kind"));

    /// <summary>The institution that a fact is about, or null where it names none.</summary>
    public static Guid? SubjectOf(object fact)
    {
        object? value = fact;
        foreach (var member in Paths.GetOrAdd(fact.GetType(), static type => PathOf(type, 3)) ?? [])
        {
            value = value is null ? null : member.GetValue(value);
        }

        return value as Guid?;
    }

    private static List<PropertyInfo>? PathOf(Type type, int depth)
    {
        if (type.GetProperty(Subject) is { } direct)
        {
            return [direct];
        }

        foreach (var holder in depth == 0 ? [] : Holders.Select(type.GetProperty).OfType<PropertyInfo>())
        {
            if (PathOf(holder.PropertyType, depth - 1) is { } rest)
            {
                return [holder, .. rest];
            }
        }

        return null;
    }
}
