using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.Registered"/>.</summary>
internal sealed class InstitutionRegisteredConsumer(PublicRecord record) : IFactConsumer<InstitutionRegistered>
{
    public Task ConsumeAsync(InstitutionRegistered fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.Registered, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
