using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.Suspended"/>.</summary>
internal sealed class InstitutionSuspendedConsumer(PublicRecord record) : IFactConsumer<InstitutionSuspended>
{
    public Task ConsumeAsync(InstitutionSuspended fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.Suspended, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
