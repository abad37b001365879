using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Inspections;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes the new last day of an order whose re-check found items not put right.</summary>
internal sealed class RectificationFailedConsumer(RectificationCopy copy) : IFactConsumer<RectificationFailed>
{
    public Task ConsumeAsync(RectificationFailed fact, CancellationToken cancellation) => copy.TakeAsync(fact.Order, null, cancellation);
}
