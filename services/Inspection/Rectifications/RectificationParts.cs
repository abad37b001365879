using Oversight.Contracts.Registry.V1;
using Oversight.Reference;

namespace Oversight.Inspection.Rectifications;

/// <summary>An item that is to be put right; one per finding.</summary>
internal sealed class RectificationItem
{
    public required Guid OrderId { get; init; }

    public required string Item { get; init; }

    public required Guid FindingId { get; init; }

    /// <summary>Day on which it was found put right; null while it is open.</summary>
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>Note of the last re-check, encrypted, or null.</summary>
    public string? NoteCipher { get; private set; }

    public bool IsOpen => ClosedOn is null;

    internal void Take(RecheckResult result, DateOnly today) => (ClosedOn, NoteCipher) = (result.Passed ? today : null, result.NoteCipher);
}

/// <summary>A re-check (复查) that was carried out; never changed.</summary>
internal sealed class Recheck
{
    public required Guid OrderId { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    public required DateOnly CheckedOn { get; init; }

    public required IReadOnlyList<string> OfficerIds { get; init; }

    public required IReadOnlyList<string> Passed { get; init; }

    public required IReadOnlyList<string> Failed { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTime RecordedAt { get; init; }
}

/// <summary>What a re-check found on one item, its note already encrypted.</summary>
internal sealed record RecheckResult(string Item, bool Passed, string? NoteCipher);

/// <summary>What an order rests on.</summary>
internal sealed record OrderGround(
    Guid VisitId, Party Party, string Department, Guid? OperationId, IReadOnlyList<(Guid FindingId, string Item)> Findings);

/// <summary>A term that an officer set.</summary>
/// <param name="From">Official day from which it runs; not counted itself.</param>
/// <param name="Length">Its length, with the rule version that it was checked by.</param>
/// <param name="DueOn">Last official day. An order names a day; it does not move to a working day.</param>
/// <param name="Reason">Why the length is not the usual one, or null.</param>
internal sealed record OrderTerm(DateOnly From, StatutoryTerm Length, DateOnly DueOn, string? Reason)
{
    /// <summary>Natural days.</summary>
    public int Days => Length.Term.Amount;

    /// <summary>The rule version.</summary>
    public string Rule => Length.RuleReference;
}
