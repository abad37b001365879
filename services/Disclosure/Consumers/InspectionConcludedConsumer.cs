using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes the result of an inspection of a published institution for its term.</summary>
internal sealed class InspectionConcludedConsumer(DisclosureDbContext database, PublishedRecords records, PublicationTerms terms)
    : ICopyConsumer<InspectionConcluded>
{
    public async Task ConsumeAsync(InspectionConcluded fact, CancellationToken cancellation)
    {
        var term = terms.For("inspection." + fact.Kind, fact.ConcludedOn, fact.Party.Division);
        if (await records.PlaceAsync<PublishedInspection>(fact.VisitId, fact.Party, term, cancellation) is { } placement)
        {
            var inspection = PublishedInspection.From(fact, placement);
            await records.AddAsync(RecordKinds.Inspection, inspection, placement.Institution, async known => database.Reconcile(
                await database.Set<PublishedFinding>().Where(f => f.VisitId == known.Id).ToListAsync(cancellation), inspection.Findings,
                f => f.Id), cancellation);
        }
    }
}
