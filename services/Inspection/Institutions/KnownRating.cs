using Oversight.Contracts.CreditFile.V1;
using Oversight.Persistence.Copies;

namespace Oversight.Inspection.Institutions;

/// <summary>The rating of an institution as credit told it; a lower version that comes later is dropped.</summary>
internal sealed class KnownRating : StateCopyRow
{
    private KnownRating()
    {
    }

    public Guid InstitutionId { get; private init; }

    public string Grade { get; private set; } = "";

    public int Points { get; private set; }

    public int MaxPoints { get; private set; }

    public DateOnly AsOf { get; private set; }

    /// <summary>A first copy, before it has taken anything over.</summary>
    public static KnownRating Of(Guid institution) => new() { InstitutionId = institution };

    /// <summary>Takes a newer rating over.</summary>
    public KnownRating Take(RatingChanged fact)
    {
        (Grade, Points, MaxPoints, AsOf) = (fact.Grade, fact.Points, fact.MaxPoints, fact.AsOf);
        return this;
    }
}
