namespace Oversight.Enforcement.Cases;

/// <summary>
/// Hears of every step of a case within the save of the step, e.g. to write the timeline of a joint operation. It changes
/// entities of the scope's context and never saves.
/// </summary>
internal interface ICaseListener
{
    /// <summary>A step was done.</summary>
    /// <param name="noted">The case after the step.</param>
    /// <param name="kind"><c>case_filed</c>, <c>case_noticed</c>, <c>hearing_held</c>, <c>penalty_decided</c>, <c>penalty_served</c>,
    /// <c>penalty_performed</c>, <c>case_closed</c>, <c>case_dismissed</c>, <c>penalty_annulled</c> and the like.</param>
    /// <param name="on">Official day.</param>
    /// <param name="cancellation">Cancels.</param>
    Task NotedAsync(Case noted, string kind, DateOnly on, CancellationToken cancellation);
}
