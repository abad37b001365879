using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.Changed"/>.</summary>
internal sealed class InstitutionChangedConsumer(PublicRecord record) : IFactConsumer<InstitutionChanged>
{
    public Task ConsumeAsync(InstitutionChanged fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.Changed, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
