using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Withdraws a void inspection with its findings and orders at once, and for good.</summary>
internal sealed class InspectionWithdrawnConsumer(PublishedRecords records) : ICopyConsumer<InspectionWithdrawn>
{
    public Task ConsumeAsync(InspectionWithdrawn fact, CancellationToken cancellation) =>
        records.WithdrawAsync(RecordKinds.Inspection, fact.VisitId, cancellation);
}
