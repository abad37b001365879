using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Builds the public record of an institution out of what the registry has of it now.</summary>
internal sealed class InstitutionAnnouncedConsumer(PublicRecord record) : ICopyConsumer<InstitutionAnnounced>
{
    public Task ConsumeAsync(InstitutionAnnounced fact, CancellationToken cancellation) => record.TakeAsync(fact, cancellation);
}
