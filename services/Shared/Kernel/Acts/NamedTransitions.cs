namespace Oversight.Kernel;

/// <summary>One row of a table whose states and acts are data.</summary>
/// <param name="Act">The act.</param>
/// <param name="From">States in which it is possible.</param>
/// <param name="To">The state that it leads to; null where the record stays in its state.</param>
/// <param name="Via">What does it.</param>
/// <param name="Basis">The article that the act rests on, which a refusal cites.</param>
public sealed record NamedTransition(string Act, IReadOnlyList<string> From, string? To, Via Via, LegalBasis Basis)
{
    /// <summary>The state after the act.</summary>
    /// <param name="subject">Service and noun, e.g. <c>registry.institution</c>.</param>
    /// <param name="state">The state before it.</param>
    /// <returns>The state, the same one where the act leaves the record in it; or the refusal of <see cref="ActRefusal"/>.</returns>
    public Result<string> Next(string subject, string state) =>
        From.Contains(state) ? To ?? state : ActRefusal.Of(subject, Act, state, Basis);
}

/// <summary>
/// A table of transitions that a rule pack states, so that a place replaces it without a release: the same shape and the same refusal as
/// <see cref="Transitions{TState,TAct}"/>, with names in place of enumerations. Which row of an act applies is the pack's to say, by day.
/// </summary>
public sealed class NamedTransitions : ITransitions
{
    /// <param name="subject">Service and noun, e.g. <c>registry.institution</c>.</param>
    /// <param name="states">Every state.</param>
    /// <param name="final">States that nothing has to lead out of.</param>
    /// <param name="rows">The rows.</param>
    public NamedTransitions(
        string subject, IReadOnlyList<string> states, IReadOnlyList<string> final, IReadOnlyList<NamedTransition> rows) =>
        (Subject, States, Final, Rows) = (subject, states, final, rows);

    /// <summary>Service and noun.</summary>
    public string Subject { get; }

    /// <summary>Every state.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>States that nothing has to lead out of.</summary>
    public IReadOnlyList<string> Final { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<NamedTransition> Rows { get; }

    IReadOnlyList<string> ITransitions.Acts => [.. Rows.Select(row => row.Act).Distinct()];

    IReadOnlyList<TransitionView> ITransitions.Rows => [.. Rows.Select(row => new TransitionView(row.Act, row.From, row.To, row.Via))];
}

/// <summary>The one shape in which an act is refused that the state of its record does not allow.</summary>
public static class ActRefusal
{
    /// <summary><c>&lt;service&gt;.&lt;noun&gt;.act_not_allowed</c>, which names act and state and cites the article of the act.</summary>
    public static Error Of(string subject, string act, string state, LegalBasis? basis) => new(
        ErrorKind.Conflict, $"{subject}.act_not_allowed",
        $"The act {act} is not possible while the {subject[(subject.IndexOf('.', StringComparison.Ordinal) + 1)..]} is {state}.", "state",
        basis);
}
