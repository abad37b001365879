using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.Deregistered"/>.</summary>
internal sealed class InstitutionDeregisteredConsumer(PublicRecord record) : IFactConsumer<InstitutionDeregistered>
{
    public Task ConsumeAsync(InstitutionDeregistered fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.Deregistered, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
