using Oversight.Contracts.CreditFile.V1;
using Oversight.Persistence;

namespace Oversight.Inspection.Institutions;

/// <summary>The rating of an institution as credit told it; a lower version that comes later is dropped.</summary>
internal sealed class KnownRating : IVersioned
{
    private KnownRating()
    {
    }

    public Guid InstitutionId { get; private init; }

    public long Version { get; private set; }

    public string Grade { get; private set; } = "";

    public int Points { get; private set; }

    public int MaxPoints { get; private set; }

    public DateOnly AsOf { get; private set; }

    public static KnownRating Of(RatingChanged fact)
    {
        var rating = new KnownRating { InstitutionId = fact.InstitutionId };
        rating.Take(fact);
        return rating;
    }

    public void Take(RatingChanged fact)
    {
        if (fact.Version > Version)
        {
            (Version, Grade, Points, MaxPoints, AsOf) = (fact.Version, fact.Grade, fact.Points, fact.MaxPoints, fact.AsOf);
        }
    }
}
