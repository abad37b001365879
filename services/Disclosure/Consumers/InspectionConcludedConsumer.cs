using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes the result of an inspection of a published institution for its term.</summary>
internal sealed class InspectionConcludedConsumer(PublishedRecords records, PublicationTerms terms) : IFactConsumer<InspectionConcluded>
{
    public async Task ConsumeAsync(InspectionConcluded fact, CancellationToken cancellation)
    {
        var term = terms.For("inspection." + fact.Kind, fact.ConcludedOn, fact.Party.Division);
        if (term is not null && await records.InstitutionAsync(fact.Party.InstitutionId, RecordKinds.Inspection, fact.VisitId, cancellation) is { } institution)
        {
            await records.AddAsync(RecordKinds.Inspection, PublishedInspection.From(fact, new Placement(institution, term)), institution, cancellation);
        }
    }
}
