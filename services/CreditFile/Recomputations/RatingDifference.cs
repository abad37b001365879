using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;

namespace Oversight.CreditFile.Recomputations;

/// <summary>A line that two scoring versions judge differently: the reason of a change.</summary>
/// <param name="SourceKind">Kind of source.</param>
/// <param name="SourceId">Id of the source.</param>
/// <param name="OldIndicator">Indicator of the version in force, or null if it does not count there.</param>
/// <param name="OldPoints">What it takes there.</param>
/// <param name="OldBestGrade">Its hard stop there, or null.</param>
/// <param name="OldExpiresOn">Its last day there, or null.</param>
/// <param name="NewIndicator">Indicator of the version to come, or null if it does not count there.</param>
/// <param name="NewPoints">What it takes there.</param>
/// <param name="NewBestGrade">Its hard stop there, or null.</param>
/// <param name="NewExpiresOn">Its last day there, or null.</param>
internal sealed record LineDifference(
    SourceKind SourceKind, Guid SourceId, string? OldIndicator, int OldPoints, string? OldBestGrade, DateOnly? OldExpiresOn,
    string? NewIndicator, int NewPoints, string? NewBestGrade, DateOnly? NewExpiresOn);

/// <summary>Compares two ratings of one file. Pure.</summary>
internal static class RatingDifference
{
    /// <summary>Whether a file's rating would change: its grade, its points, the scale, or a line.</summary>
    public static bool Differs(Rating old, Rating next) =>
        old.Grade != next.Grade || old.Points != next.Points || old.MaxPoints != next.MaxPoints || Lines(old, next).Count > 0;

    /// <summary>The lines that differ, in the order of the old rating, new ones last.</summary>
    public static List<LineDifference> Lines(Rating old, Rating next)
    {
        var differences = new List<LineDifference>();
        var left = next.Lines.ToList();
        foreach (var line in old.Lines)
        {
            // The same indicator of the same source, or else any line of that source: a code that was renamed is one difference, not two.
            var twin = left.Find(n => IsOf(n, line) && n.Indicator == line.Indicator)
                ?? left.Find(n => IsOf(n, line) && !old.Lines.Any(o => IsOf(o, n) && o.Indicator == n.Indicator));
            if (twin is not null)
            {
                // Each new line explains one old line; without this a second line of the source would find the same twin.
                left.Remove(twin);
            }

            if (twin is null
                || (line.Indicator, line.Points, line.BestGrade, line.ExpiresOn) != (
                    twin.Indicator, twin.Points, twin.BestGrade, twin.ExpiresOn))
            {
                differences.Add(new LineDifference(
                    line.SourceKind, line.SourceId, line.Indicator, line.Points, line.BestGrade, line.ExpiresOn, twin?.Indicator,
                    twin?.Points ?? 0, twin?.BestGrade, twin?.ExpiresOn));
            }
        }

        differences.AddRange(
            left.Select(
                n => new LineDifference(n.SourceKind, n.SourceId, null, 0, null, null, n.Indicator, n.Points, n.BestGrade, n.ExpiresOn)));
        return differences;
    }

    private static bool IsOf(RatingLine one, RatingLine other) => (one.SourceKind, one.SourceId) == (other.SourceKind, other.SourceId);
}
