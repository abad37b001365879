using Oversight.Contracts.CreditFile.V1;
using Oversight.Inspection.Institutions;
using Oversight.Messaging;

namespace Oversight.Inspection.Consumers;

/// <summary>Keeps the newest rating of each institution, known to the register copy or not yet.</summary>
internal sealed class RatingChangedConsumer : IRowConsumer<RatingChanged, KnownRating>
{
    public (Guid Key, long Version) SourceOf(RatingChanged fact) => (fact.InstitutionId, fact.Version);

    public KnownRating Apply(KnownRating? row, RatingChanged fact) => (row ?? KnownRating.Of(fact.InstitutionId)).Take(fact);
}
