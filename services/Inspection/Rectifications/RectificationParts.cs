using Oversight.Contracts.Registry.V1;

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

/// <summary>A term that was set.</summary>
/// <param name="From">Official day from which it runs; not counted itself.</param>
/// <param name="Days">Natural days.</param>
/// <param name="DueOn">Last official day. An order names a day; it does not move to a working day.</param>
/// <param name="Reason">Why it is not the usual one, or null.</param>
/// <param name="Rule">Rule version that the length was checked by.</param>
internal sealed record OrderTerm(DateOnly From, int Days, DateOnly DueOn, string? Reason, string Rule);
