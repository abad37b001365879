namespace Oversight.Enforcement.Feed;

/// <summary>
/// Something that a department's system is told: one row per event and department. It is written with the act, without a
/// position; only the sequencer gives positions, to rows that are committed, so a reader who has seen position n never later
/// finds a lower one appear. It holds codes, days and ids: no free text, nothing personal, no secret.
/// </summary>
internal sealed class FeedEntry
{
    public required Guid Id { get; init; }

    /// <summary>Place in the feed, from 1 without gap over all departments; null until numbered.</summary>
    public long? Position { get; private set; }

    /// <summary>Department that it concerns.</summary>
    public required string Department { get; init; }

    /// <summary>Division of the record, six digits.</summary>
    public required string Division { get; init; }

    /// <summary>What happened, e.g. <c>task.accept</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Kind of record: <c>clue</c>, <c>operation</c>, or the source kind of a fact in an operation.</summary>
    public required string Subject { get; init; }

    public required Guid SubjectId { get; init; }

    public required long SubjectVersion { get; init; }

    public Guid? OperationId { get; init; }

    public required DateOnly On { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Order within one act.</summary>
    public required int Sequence { get; init; }

    /// <summary>Codes and days as JSON, at most 1,000 characters, or null.</summary>
    public string? Details { get; init; }

    /// <summary>Gives it its place, once.</summary>
    /// <exception cref="InvalidOperationException">It has one already.</exception>
    public void Number(long position) =>
        Position = Position is null ? position : throw new InvalidOperationException("A place in the feed is given once.");
}
