namespace Oversight.Persistence.Copies;

/// <summary>
/// Serial numbers of documents (文号). Each epoch of a database has a range of its own, so a number that was issued before a restore, and
/// that the restored database has forgotten, is never issued again.
/// </summary>
public static class NumberSeries
{
    /// <summary>Numbers of one series in one epoch, at most; a series is of one department and year.</summary>
    public const int NumbersOfAnEpoch = 10_000;

    /// <summary>The next number of a series.</summary>
    /// <param name="last">The greatest number that the database has in this series, or null where it has none.</param>
    /// <param name="epoch">The present epoch.</param>
    public static int Next(int? last, PublisherEpoch epoch) => Math.Max(last ?? 0, (epoch.Ordinal - 1) * NumbersOfAnEpoch) + 1;

    /// <summary>Places of one feed in one epoch, at most.</summary>
    public const long PlacesOfAnEpoch = 1_000_000_000_000;

    /// <summary>
    /// The place after which a feed goes on: a reader who was past the places that a restore lost misses none of the new ones.
    /// </summary>
    /// <param name="last">The last place that the database has given, or null where it has given none.</param>
    /// <param name="epoch">The present epoch.</param>
    public static long LastPlace(long? last, PublisherEpoch epoch) => Math.Max(last ?? 0, (epoch.Ordinal - 1) * PlacesOfAnEpoch);
}
