using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Inspections;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes an order to put right what an inspection found.</summary>
internal sealed class RectificationOrderedConsumer(RectificationCopy copy) : IFactConsumer<RectificationOrdered>
{
    public Task ConsumeAsync(RectificationOrdered fact, CancellationToken cancellation) => copy.TakeAsync(fact.Order, null, cancellation);
}
