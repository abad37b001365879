namespace Oversight.Kernel;

/// <summary>
/// Who does an act, for which department, at which instant, on which official day, and why: what every transition of an aggregate is
/// given. The domain reads no clock and no request.
/// </summary>
/// <param name="ActorId">Subject of the token; <see cref="System"/> for a date that came and for facts of other services.</param>
/// <param name="Department">Code of the actor's department, or null.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Reason">Why, in a sentence of at most <see cref="MaxReason"/> characters; null where the act needs none.</param>
public sealed record ActContext(string ActorId, string? Department, DateTime At, string? Reason = null)
{
    /// <summary>Greatest length of a reason.</summary>
    public const int MaxReason = 500;

    /// <summary>Who acts where no person does.</summary>
    public const string System = "system";

    /// <summary>The official day of the act (Asia/Shanghai).</summary>
    public DateOnly On => OfficialTime.DateOf(At);

    /// <summary>An act of a date or of a fact.</summary>
    /// <param name="at">When (UTC).</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="worker">What did it, e.g. <c>system:repair</c>.</param>
    public static ActContext OfSystem(DateTime at, string? reason = null, string worker = System) => new(worker, null, at, reason);
}
