using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Withdraws an annulled penalty at once (行政处罚法 第四十八条 gives three working days), and for good.</summary>
internal sealed class PenaltyAnnulledConsumer(PublishedRecords records) : ICopyConsumer<PenaltyAnnulled>
{
    public Task ConsumeAsync(PenaltyAnnulled fact, CancellationToken cancellation) =>
        records.WithdrawAsync(RecordKinds.Penalty, fact.PenaltyId, cancellation);
}
