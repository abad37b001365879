using Oversight.Contracts.CreditFile.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Stops the publication of a repaired penalty (信用修复管理办法), for good.</summary>
internal sealed class PenaltyRepairedConsumer(PublishedRecords records) : ICopyConsumer<PenaltyRepaired>
{
    public Task ConsumeAsync(PenaltyRepaired fact, CancellationToken cancellation) =>
        records.RepairAsync(fact.PenaltyId, cancellation);
}
