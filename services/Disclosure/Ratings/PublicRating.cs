using Oversight.Contracts.CreditFile.V1;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Ratings;

/// <summary>The rating of a published institution: a state copy of its credit file by version.</summary>
internal sealed class PublicRating : StateCopyRow
{
    private PublicRating()
    {
    }

    public Guid InstitutionId { get; private set; }

    public string Grade { get; private set; } = string.Empty;

    public int Points { get; private set; }

    public int MaxPoints { get; private set; }

    /// <summary>Version of the scoring pack.</summary>
    public string Rule { get; private set; } = string.Empty;

    public DateOnly AsOf { get; private set; }

    /// <summary>A first copy, before it has taken anything over.</summary>
    public static PublicRating Of(Guid institution) => new() { InstitutionId = institution };

    /// <summary>Takes a newer rating over. The caller has compared the versions and stamps the copy.</summary>
    public void Take(RatingChanged fact) =>
        (Grade, Points, MaxPoints, Rule, AsOf) = (fact.Grade, fact.Points, fact.MaxPoints, fact.Rule, fact.AsOf);
}

/// <summary>
/// One line of the explanation of a rating, if the line itself may be published. Lines about what is not published (a minor
/// penalty, a penalty whose term of publication is over) are not stored: they show as the rest of the points.
/// </summary>
internal sealed class RatingLine
{
    public required Guid InstitutionId { get; init; }

    /// <summary>Version of the credit file that the line belongs to.</summary>
    public required long StateVersion { get; init; }

    public required int Ordinal { get; init; }

    public required string Indicator { get; init; }

    public required int Points { get; init; }

    public required bool HardStop { get; init; }

    public required string SourceKind { get; init; }

    public required Guid SourceId { get; init; }

    public required DateOnly OccurredOn { get; init; }

    /// <summary>Last official day on which it counts; null while its cause lasts.</summary>
    public required DateOnly? ExpiresOn { get; init; }

    /// <summary>Last official day on which the line is shown; null while its cause lasts.</summary>
    public required DateOnly? ShownUntil { get; init; }

    /// <summary>Whether an objection was under way at that version of the credit file.</summary>
    public required bool IsDisputed { get; init; }
}
