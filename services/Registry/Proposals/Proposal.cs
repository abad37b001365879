using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Registry.Institutions;

namespace Oversight.Registry.Proposals;

/// <summary>
/// What one officer proposes and another does: a revocation, a deregistration, a ban. It is for the entry as the proposer read it: any act
/// on the entry in between makes it void, so that nobody carries out what was proposed of another state. Written once, never changed.
/// </summary>
internal sealed class Proposal
{
    /// <summary>Id of the proposal.</summary>
    public required Guid Id { get; init; }

    /// <summary>The entry.</summary>
    public required Guid InstitutionId { get; init; }

    /// <summary>Version of the entry that the proposer read.</summary>
    public required long InstitutionVersion { get; init; }

    /// <summary>Key of the act in the pack <c>registry-acts</c>.</summary>
    public required string Act { get; init; }

    /// <summary>Who proposes.</summary>
    public required string ProposedBy { get; init; }

    /// <summary>The proposer's department.</summary>
    public string? Department { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTime At { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>A proposal of an act on an entry as it is now.</summary>
    public static Proposal Of(Guid id, Institution entry, string act, string reason, ActContext by) => new()
    {
        Id = id, InstitutionId = entry.Id, InstitutionVersion = entry.Version, Act = act, ProposedBy = by.ActorId,
        Department = by.Department, At = by.At, Reason = reason,
    };
}

/// <summary>The hands in an entry that is open for an act: who proposed it.</summary>
internal sealed class ProposedHands(string? proposer) : IHands
{
    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => proposer is null ? [] : [(Hand.Proposer, proposer)];
}
