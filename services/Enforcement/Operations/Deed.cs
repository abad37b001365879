using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Who does an act, when, and why: what every transition of clues, operations and tasks is given.</summary>
/// <param name="ActorId">Subject of the token, or <c>system</c> for the clock and for facts of other services.</param>
/// <param name="Department">Department of the actor, or null.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Reason">Reason in a sentence, at most 500 characters, or null.</param>
internal sealed record Deed(string ActorId, string? Department, DateTime At, string? Reason = null)
{
    /// <summary>Longest reason.</summary>
    public const int MaxReason = 500;

    /// <summary>The clock, or a fact of another service.</summary>
    public const string System = "system";

    /// <summary>Official day.</summary>
    public DateOnly On => OfficialTime.DateOf(At);

    /// <summary>An act of an officer or of a department's system.</summary>
    /// <returns>The deed, or the refusal of its reason.</returns>
    public static Result<Deed> Of<TContext>(Actor actor, Commit<TContext> commit, string? reason)
        where TContext : ServiceDbContext
    {
        var text = TextInput.Optional(reason, MaxReason, TextForm.MultiLine);
        return text.IsRefused ? text.Error.At("reason") : new Deed(actor.Id, actor.Department, commit.Now, text.Value);
    }

    /// <summary>What the clock or a fact does.</summary>
    public static Deed OfSystem(DateTime at, string? reason = null) => new(System, null, at, reason);
}
