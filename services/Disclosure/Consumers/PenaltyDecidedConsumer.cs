using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes a penalty for its term, if its class is published at all and its party is a published institution.</summary>
internal sealed class PenaltyDecidedConsumer(PublishedRecords records, PublicationTerms terms) : IFactConsumer<PenaltyDecided>
{
    public async Task ConsumeAsync(PenaltyDecided fact, CancellationToken cancellation)
    {
        // 行政处罚法 第五十一条: decided on the spot, whatever its class.
        var term = terms.For("penalty." + (fact.Simplified ? "simplified" : fact.CreditClass), fact.DecidedOn, fact.Party.Division);
        if (term is not null && await records.InstitutionAsync(fact.Party.InstitutionId, RecordKinds.Penalty, fact.PenaltyId, cancellation) is { } institution)
        {
            await records.AddAsync(RecordKinds.Penalty, PublishedPenalty.From(fact, new Placement(institution, term)), institution, cancellation);
        }
    }
}
