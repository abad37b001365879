using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes a penalty for its term, if its class is published at all and its party is a published institution.</summary>
internal sealed class PenaltyDecidedConsumer(DisclosureDbContext database, PublishedRecords records, PublicationTerms terms)
    : ICopyConsumer<PenaltyDecided>
{
    public async Task ConsumeAsync(PenaltyDecided fact, CancellationToken cancellation)
    {
        // 行政处罚法 第五十一条: decided on the spot, whatever its class.
        var term = terms.For("penalty." + (fact.Simplified ? "simplified" : fact.CreditClass), fact.DecidedOn, fact.Party.Division);
        if (await records.PlaceAsync<PublishedPenalty>(fact.PenaltyId, fact.Party, term, cancellation) is { } placement)
        {
            var penalty = PublishedPenalty.From(fact, placement);
            await records.AddAsync(RecordKinds.Penalty, penalty, placement.Institution, async known => database.Reconcile(
                await database.Set<PenaltyAct>().Where(act => act.PenaltyId == known.Id).ToListAsync(cancellation), penalty.Acts,
                act => act.Ordinal), cancellation);
        }
    }
}
