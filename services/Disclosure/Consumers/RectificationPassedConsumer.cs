using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Inspections;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Publishes that what was ordered was put right (销号).</summary>
internal sealed class RectificationPassedConsumer(RectificationCopy copy) : ICopyConsumer<RectificationPassed>
{
    public Task ConsumeAsync(RectificationPassed fact, CancellationToken cancellation) =>
        copy.TakeAsync(fact.Order, fact.PassedOn, cancellation);
}
