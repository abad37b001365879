using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes an exposure of a published institution until the day that its release names.</summary>
internal sealed class ExposureReleasedConsumer(PublishedRecords records, PublicationTerms terms) : IFactConsumer<ExposureReleased>
{
    public async Task ConsumeAsync(ExposureReleased fact, CancellationToken cancellation)
    {
        var term = terms.For("exposure", fact.ReleasedOn, fact.Party.Division, fact.EndsOn);
        if (term is not null && await records.InstitutionAsync(fact.Party.InstitutionId, RecordKinds.Exposure, fact.ExposureId, cancellation) is { } institution)
        {
            await records.AddAsync(RecordKinds.Exposure, PublishedExposure.From(fact, new Placement(institution, term)), institution, cancellation);
        }
    }
}
