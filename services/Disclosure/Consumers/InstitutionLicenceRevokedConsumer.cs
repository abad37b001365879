using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.LicenceRevoked"/>.</summary>
internal sealed class InstitutionLicenceRevokedConsumer(PublicRecord record) : IFactConsumer<InstitutionLicenceRevoked>
{
    public Task ConsumeAsync(InstitutionLicenceRevoked fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.LicenceRevoked, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
