using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>What a caller does, as the domain is given it.</summary>
public static class ActorActs
{
    /// <summary>An act that needs no reason.</summary>
    public static ActContext Acts(this Actor actor, DateTime at) => new(actor.Id, actor.Department, at);

    /// <summary>An act with the reason that the request states.</summary>
    /// <returns>The act, or the refusal of its reason.</returns>
    public static Result<ActContext> Acts(this Actor actor, DateTime at, string? reason)
    {
        var text = TextInput.Optional(reason, ActContext.MaxReason, TextForm.MultiLine);
        return text.IsRefused ? text.Error.At("reason") : new ActContext(actor.Id, actor.Department, at, text.Value);
    }
}
