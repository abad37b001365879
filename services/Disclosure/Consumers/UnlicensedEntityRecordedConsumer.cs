using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Persistence.Inbox;

namespace Oversight.Disclosure.Consumers;

/// <summary>
/// Notes that an id belongs to a lead, and nothing else of the lead: so facts about it are known to be unpublishable instead
/// of waiting for an institution that never comes.
/// </summary>
internal sealed class UnlicensedEntityRecordedConsumer(PublicRecord record) : IFactConsumer<UnlicensedEntityRecorded>
{
    public Task ConsumeAsync(UnlicensedEntityRecorded fact, CancellationToken cancellation) => record.KeepOutAsync(fact.InstitutionId, fact.Version, cancellation);
}
