namespace Oversight.Reference;

/// <summary>An act of the rule pack <c>&lt;service&gt;-acts</c>; its key is <c>&lt;service&gt;.&lt;noun&gt;.&lt;act&gt;</c>.</summary>
/// <param name="Zh">What it is called, in Chinese.</param>
/// <param name="Operations">Names of the operations that do it; empty for an act that something else does.</param>
/// <param name="Roles">Roles of which the actor has one; empty where no person does it.</param>
/// <param name="Power">The power that the actor's organ needs; null where none is needed.</param>
/// <param name="Separation">Whose hand it may not be; null where anybody with the role may.</param>
/// <param name="Avoidance">Whether an actor who must avoid the party (回避) is refused.</param>
/// <param name="Papers">Papers that it needs: of each group at least one. Null where it needs none.</param>
/// <param name="Via">
/// The date, the fact or the special case of another act that does it, where no operation is it alone; otherwise null.
/// </param>
public sealed record ActRule(
    string Zh, IReadOnlyList<string> Operations, IReadOnlyList<string> Roles, Power? Power = null, IReadOnlyList<Hand>? Separation = null,
    bool Avoidance = false, IReadOnlyList<IReadOnlyList<Paper>>? Papers = null, string? Via = null) : IRuleValues
{
    /// <summary>Whether nobody may do by this what <paramref name="wider"/> does not allow.</summary>
    public bool IsWithin(ActRule wider)
    {
        ArgumentNullException.ThrowIfNull(wider);
        return Roles.All(wider.Roles.Contains) && (wider.Power is null || Power == wider.Power)
            && (wider.Separation ?? []).All((Separation ?? []).Contains) && (Avoidance || !wider.Avoidance)
            && (wider.Papers ?? []).All(group => (Papers ?? []).Any(own => own.All(group.Contains)))
            && Operations.SequenceEqual(wider.Operations, StringComparer.Ordinal) && Via == wider.Via;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (Operations.Count == 0 == Via is null)
        {
            yield return "an act has operations, or says in via what does it.";
        }

        if (Roles.Count == 0 && Operations.Count > 0)
        {
            yield return "an act that operations do has roles.";
        }

        if (Papers?.Any(group => group.Count == 0) == true)
        {
            yield return "a group of papers names at least one.";
        }
    }
}
