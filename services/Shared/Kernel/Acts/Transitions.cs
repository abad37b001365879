using System.Collections.Frozen;

namespace Oversight.Kernel;

/// <summary>One row of a table of transitions.</summary>
/// <param name="Act">The act.</param>
/// <param name="From">States in which it is possible.</param>
/// <param name="To">The state that it leads to; null where the record stays in its state.</param>
/// <param name="Via">What does it.</param>
/// <param name="Basis">The article that the act rests on, which a refusal cites; null where no law speaks of it.</param>
public sealed record Transition<TState, TAct>(TAct Act, IReadOnlyList<TState> From, TState? To, Via Via, LegalBasis? Basis = null)
    where TState : struct, Enum
    where TAct : struct, Enum;

/// <summary>
/// Which act is possible in which state of a record, and where it leads: the table of a state machine, in one piece so that it is read and
/// tested as one. What is not in it is refused with one shape, <c>&lt;service&gt;.&lt;noun&gt;.act_not_allowed</c>.
/// </summary>
/// <remarks>
/// A record has several tables side by side where the law has parallel rights. Guards that need more than the state (a term, a second
/// person) are the aggregate's own.
/// </remarks>
public sealed class Transitions<TState, TAct> : ITransitions
    where TState : struct, Enum
    where TAct : struct, Enum
{
    private readonly FrozenDictionary<(TState, TAct), Transition<TState, TAct>> _rows;
    private readonly FrozenDictionary<TAct, LegalBasis?> _bases;

    /// <param name="subject">Service and noun, e.g. <c>enforcement.clue</c>.</param>
    /// <param name="final">States that nothing has to lead out of.</param>
    /// <param name="rows">The rows; an act has one row for each state that it leads to.</param>
    /// <exception cref="ArgumentException">Two rows speak of one act in one state.</exception>
    public Transitions(string subject, IReadOnlyList<TState> final, params IReadOnlyList<Transition<TState, TAct>> rows)
    {
        (Subject, Final, Rows) = (subject, final, rows);
        _rows = rows.SelectMany(row => row.From.Select(from => KeyValuePair.Create((from, row.Act), row))).ToFrozenDictionary();
        _bases = rows.GroupBy(row => row.Act).ToFrozenDictionary(same => same.Key, same => same.First().Basis);
        if (_rows.Count != rows.Sum(row => row.From.Count))
        {
            throw new ArgumentException($"{subject}: an act stands twice for one state.", nameof(rows));
        }
    }

    /// <summary>Service and noun.</summary>
    public string Subject { get; }

    /// <summary>States that nothing has to lead out of.</summary>
    public IReadOnlyList<TState> Final { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<Transition<TState, TAct>> Rows { get; }

    /// <summary>Whether an act is possible in a state.</summary>
    public bool Allows(TState state, TAct act) => _rows.ContainsKey((state, act));

    /// <summary>Whether an act moves the record where it is possible at all: then what runs for its state begins again.</summary>
    public bool Moves(TAct act) => Rows.Any(row => row.Act.Equals(act) && row.To is not null);

    /// <summary>The state after an act.</summary>
    /// <returns>The state, the same one where the act leaves the record in it; or the refusal.</returns>
    public Result<TState> Next(TState state, TAct act) => _rows.TryGetValue((state, act), out var row)
        ? row.To ?? state : Refusal(state, act);

    /// <summary>The refusal of an act in a state.</summary>
    public Error Refusal(TState state, TAct act) =>
        ActRefusal.Of(Subject, WireWord.Of(act), WireWord.Of(state), _bases.GetValueOrDefault(act));

    IReadOnlyList<string> ITransitions.Final => [.. Final.Select(state => state.ToString())];

    IReadOnlyList<string> ITransitions.States => Enum.GetNames<TState>();

    IReadOnlyList<string> ITransitions.Acts => Enum.GetNames<TAct>();

    IReadOnlyList<TransitionView> ITransitions.Rows =>
        [
            .. Rows.Select(
                row => new TransitionView(row.Act.ToString(), [.. row.From.Select(from => from.ToString())], row.To?.ToString(), row.Via))];
}

/// <summary>A table of transitions by names, for a look at all of them.</summary>
public interface ITransitions
{
    /// <summary>Service and noun.</summary>
    string Subject { get; }

    /// <summary>Every state.</summary>
    IReadOnlyList<string> States { get; }

    /// <summary>Every act.</summary>
    IReadOnlyList<string> Acts { get; }

    /// <summary>States that nothing has to lead out of.</summary>
    IReadOnlyList<string> Final { get; }

    /// <summary>The rows.</summary>
    IReadOnlyList<TransitionView> Rows { get; }
}

/// <summary>A row by names.</summary>
/// <param name="Act">The act.</param>
/// <param name="From">States in which it is possible.</param>
/// <param name="To">The state that it leads to; null where the record stays in its state.</param>
/// <param name="Via">What does it.</param>
public sealed record TransitionView(string Act, IReadOnlyList<string> From, string? To, Via Via);
