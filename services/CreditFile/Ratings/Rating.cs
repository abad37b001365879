using System.Security.Cryptography;
using System.Text.Json;
using Oversight.Contracts.CreditFile.V1;
using Oversight.CreditFile.Ledger;
using Oversight.Persistence;

namespace Oversight.CreditFile.Ratings;

/// <summary>What would change a line, or end it.</summary>
internal enum LineChangeKind
{
    /// <summary>It ends by itself on <c>From</c>.</summary>
    Expires,

    /// <summary>The penalty must be performed first.</summary>
    Perform,

    /// <summary>It may be repaired (信用修复) from <c>From</c>, once performed.</summary>
    Repair,

    /// <summary>The order must be carried out and found so.</summary>
    Rectify,

    /// <summary>The register must note another state (renewal, restoration).</summary>
    RegisterChange,

    /// <summary>An objection is being decided.</summary>
    ObjectionDecision,
}

/// <summary>What would change a line.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">First official day, or null if it depends on somebody's act.</param>
internal sealed record LineChange(LineChangeKind Kind, DateOnly? From);

/// <summary>One line of a rating: a fact, the indicator that judges it, what it takes and why.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Zh">Its Chinese name.</param>
/// <param name="Points">Points taken, zero or negative, after the cap of the indicator.</param>
/// <param name="PointsBeforeCap">Points that it would take without the cap.</param>
/// <param name="BestGrade">Best grade that the line leaves (hard stop), or null.</param>
/// <param name="SourceKind">Kind of source.</param>
/// <param name="SourceId">Id of the source in its service.</param>
/// <param name="Department">Department, or null.</param>
/// <param name="Document">Number of the document, or null.</param>
/// <param name="OccurredOn">Official day of the fact.</param>
/// <param name="RecordedAt">When it was recorded here (UTC).</param>
/// <param name="ExpiresOn">Last official day on which it counts; null while its cause lasts.</param>
/// <param name="Disputed">Whether an objection is under way.</param>
/// <param name="PerformedOn">Day on which the penalty was performed or the order carried out, or null.</param>
/// <param name="Changes">What would change it.</param>
internal sealed record RatingLine(
    string Indicator, string Zh, int Points, int PointsBeforeCap, string? BestGrade, SourceKind SourceKind, Guid SourceId,
    string? Department, string? Document,
    DateOnly OccurredOn, DateTime RecordedAt, DateOnly? ExpiresOn, bool Disputed, DateOnly? PerformedOn, IReadOnlyList<LineChange> Changes);

/// <summary>A fact that does not count on the day, and why.</summary>
/// <param name="SourceKind">Kind of source.</param>
/// <param name="SourceId">Id of the source.</param>
/// <param name="OccurredOn">Official day of the fact.</param>
/// <param name="Why">Why it does not count.</param>
/// <param name="Since">Official day from which it does not, or null.</param>
internal sealed record AsideFact(SourceKind SourceKind, Guid SourceId, DateOnly OccurredOn, FactEnd Why, DateOnly? Since);

/// <summary>A rating with its whole explanation.</summary>
/// <param name="AsOf">Official day as of which it holds.</param>
/// <param name="Rule">Version of the scoring pack.</param>
/// <param name="Grade">The grade.</param>
/// <param name="GradeByPoints">The grade that the points alone would give; better than <paramref name="Grade"/> where a hard stop bars
/// it.</param>
/// <param name="Points">Points left, 0 or more.</param>
/// <param name="MaxPoints">Points of a file without any entry.</param>
/// <param name="Lines">What counts, the oldest first.</param>
/// <param name="Aside">What does not count, and why.</param>
/// <param name="NextChangeOn">First official day on which it changes by itself, or null.</param>
internal sealed record Rating(
    DateOnly AsOf, string Rule, string Grade, string GradeByPoints, int Points, int MaxPoints, IReadOnlyList<RatingLine> Lines,
    IReadOnlyList<AsideFact> Aside, DateOnly? NextChangeOn)
{
    /// <summary>Whether a hard stop alone holds the grade down as far as this, whatever the points say.</summary>
    public bool IsHeldByHardStop => Lines.Any(line => line.BestGrade == Grade);

    /// <summary>The lines as the contract carries them.</summary>
    public List<RatingEntry> Entries() =>
        [
            .. Lines.Select(
                l => new RatingEntry(
                    l.Indicator, l.Points, l.BestGrade is not null, l.SourceKind.Wire(), l.SourceId, l.OccurredOn, l.ExpiresOn,
                    l.Disputed))];

    /// <summary>SHA-256 of the lines, 64 hexadecimal digits: two ratings with equal digests have equal lines.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Entries(), WireJson.Options)));
}
