using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Withdraws an exposure at once, and for good.</summary>
internal sealed class ExposureWithdrawnConsumer(PublishedRecords records) : IFactConsumer<ExposureWithdrawn>
{
    public Task ConsumeAsync(ExposureWithdrawn fact, CancellationToken cancellation) =>
        records.EndAsync(RecordKinds.Exposure, fact.ExposureId, "publication.withdraw", cancellation);
}
