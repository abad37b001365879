using Oversight.Disclosure.Publication;

namespace Oversight.Disclosure.Ratings;

/// <summary>The rating of an institution as the public sees it: every line that may be published, and the rest as one number.</summary>
/// <param name="Grade">Grade with what it means.</param>
/// <param name="Points">Points.</param>
/// <param name="MaxPoints">Points of a file without any entry.</param>
/// <param name="AsOf">Official day as of which it was worked out.</param>
/// <param name="Rule">Version of the scoring pack.</param>
/// <param name="Lines">What took points, the latest first.</param>
/// <param name="OtherPoints">What other matters took that are not published one by one, or limits of the scoring gave back; 0 if the lines
/// say it all.</param>
public sealed record RatingRecord(
    NamedCode Grade, int Points, int MaxPoints, DateOnly AsOf, string Rule, IReadOnlyList<RatingLineRecord> Lines, int OtherPoints)
{
    internal static RatingRecord From(PublicRating rating, IEnumerable<RatingLineRecord> lines, Wording words)
    {
        List<RatingLineRecord> shown = [.. lines.OrderByDescending(line => line.OccurredOn).ThenBy(line => line.Points)];
        return new RatingRecord(
            words.Name("grade", rating.Grade), rating.Points, rating.MaxPoints, rating.AsOf, rating.Rule, shown,
            rating.Points - rating.MaxPoints - shown.Sum(line => line.Points));
    }
}

/// <summary>One line of the explanation.</summary>
/// <param name="Indicator">What happened, in plain words.</param>
/// <param name="Points">Points that it took, zero or negative.</param>
/// <param name="HardStop">Whether it alone bars the higher grades.</param>
/// <param name="SourceKind">Kind of the source fact.</param>
/// <param name="PublishedId">Id of the penalty or inspection in this record, or null.</param>
/// <param name="OccurredOn">Official day of the fact.</param>
/// <param name="ExpiresOn">Last official day on which it counts; null while its cause lasts.</param>
/// <param name="IsDisputed">Whether an objection is under way.</param>
public sealed record RatingLineRecord(
    NamedCode Indicator, int Points, bool HardStop, string SourceKind, Guid? PublishedId, DateOnly OccurredOn, DateOnly? ExpiresOn,
    bool IsDisputed);
