using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.Restored"/>.</summary>
internal sealed class InstitutionRestoredConsumer(PublicRecord record) : IFactConsumer<InstitutionRestored>
{
    public Task ConsumeAsync(InstitutionRestored fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.Restored, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
