using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.LicenceRenewed"/>.</summary>
internal sealed class InstitutionLicenceRenewedConsumer(PublicRecord record) : IFactConsumer<InstitutionLicenceRenewed>
{
    public Task ConsumeAsync(InstitutionLicenceRenewed fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.LicenceRenewed, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
