using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Withdraws an exposure at once, and for good.</summary>
internal sealed class ExposureWithdrawnConsumer(PublishedRecords records) : ICopyConsumer<ExposureWithdrawn>
{
    public Task ConsumeAsync(ExposureWithdrawn fact, CancellationToken cancellation) =>
        records.WithdrawAsync(RecordKinds.Exposure, fact.ExposureId, cancellation);
}
