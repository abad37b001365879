using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the public record of an institution, purpose <see cref="PublicEventKind.LicenceExpired"/>.</summary>
internal sealed class InstitutionLicenceExpiredConsumer(PublicRecord record) : IFactConsumer<InstitutionLicenceExpired>
{
    public Task ConsumeAsync(InstitutionLicenceExpired fact, CancellationToken cancellation) =>
        record.TakeAsync(fact.Institution, PublicEventKind.LicenceExpired, fact.OccurredAt, fact.EffectiveOn, fact.Ground, cancellation);
}
