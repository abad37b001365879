using Oversight.Contracts.CreditFile.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps whether a record is disputed, whether or not it has been published yet (浙江省公共信用信息管理条例 第三十、三十一条).</summary>
internal sealed class CreditFactDisputedConsumer(PublishedRecords records) : IFactConsumer<CreditFactDisputed>
{
    public async Task ConsumeAsync(CreditFactDisputed fact, CancellationToken cancellation) =>
        (await records.MarkAsync(fact.SourceKind, fact.SourceId, cancellation)).Dispute(fact.IsDisputed, fact.Version);
}
