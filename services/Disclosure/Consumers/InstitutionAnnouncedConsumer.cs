using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Institutions;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Builds the public record of institutions out of what the registry has of them now.</summary>
internal sealed class InstitutionAnnouncedConsumer(PublicRecord record) : IPageConsumer<InstitutionAnnounced, KnownRecords>
{
    public Task<KnownRecords> ReadAsync(IReadOnlyCollection<InstitutionAnnounced> facts, CancellationToken cancellation) =>
        record.ReadAsync([.. facts.Select(fact => fact.Institution.InstitutionId)], cancellation);

    public Task ApplyAsync(InstitutionAnnounced fact, KnownRecords known, CancellationToken cancellation) =>
        record.TakeAsync(fact, known, cancellation);
}
