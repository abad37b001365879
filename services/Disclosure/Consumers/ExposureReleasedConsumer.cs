using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes an exposure of a published institution until the day that its release names.</summary>
internal sealed class ExposureReleasedConsumer(PublishedRecords records, PublicationTerms terms) : ICopyConsumer<ExposureReleased>
{
    public async Task ConsumeAsync(ExposureReleased fact, CancellationToken cancellation)
    {
        var term = terms.For("exposure", fact.ReleasedOn, fact.Party.Division, fact.EndsOn);
        if (await records.PlaceAsync<PublishedExposure>(fact.ExposureId, fact.Party, term, cancellation) is { } placement)
        {
            await records.AddAsync(
                RecordKinds.Exposure, PublishedExposure.From(fact, placement), placement.Institution, null, cancellation);
        }
    }
}
