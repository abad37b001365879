using Oversight.Contracts.Registry.V1;

namespace Oversight.Enforcement.Referrals;

/// <summary>One act in the life of a clue; never changed.</summary>
internal sealed class ClueStep
{
    public required Guid ClueId { get; init; }

    /// <summary>Version of the clue that the act made.</summary>
    public required long Version { get; init; }

    /// <summary><c>Send</c> or a value of <see cref="ClueAct"/>.</summary>
    public required string Act { get; init; }

    public required ClueState State { get; init; }

    /// <summary>Department that acted, or null.</summary>
    public string? Department { get; init; }

    /// <summary>Department that it went to, or null.</summary>
    public string? ToDepartment { get; init; }

    public required string ActorId { get; init; }

    public string? Reason { get; init; }

    public required DateTime At { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>Where a clue comes from.</summary>
/// <param name="Source">Kind of source.</param>
/// <param name="SourceId">Matter, visit or order; null for a department's own.</param>
/// <param name="SourceVersion">Version of the fact that made it, or null.</param>
/// <param name="Department">Department that sends it, or null.</param>
/// <param name="ReceivedAt">When what it rests on was received (UTC).</param>
internal sealed record ClueOrigin(ClueSource Source, Guid? SourceId, long? SourceVersion, string? Department, DateTime ReceivedAt);

/// <summary>What a clue is about.</summary>
/// <param name="Party">Whom it is about.</param>
/// <param name="Category">Category, e.g. <c>fire_hazard</c>, or null.</param>
/// <param name="Violations">Codes of the violation catalogue that come into question.</param>
/// <param name="Summary">The facts, at most 2,000 characters, without personal data.</param>
/// <param name="IsUrgent">Whether it must be looked into at once.</param>
internal sealed record ClueMatter(Party Party, string? Category, IReadOnlyList<string> Violations, string Summary, bool IsUrgent);
