using Oversight.Contracts.CreditFile.V1;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps whether a record is disputed, whether or not it has been published yet (浙江省公共信用信息管理条例 第三十、三十一条).</summary>
internal sealed class CreditFactDisputedConsumer(PublishedRecords records, IncomingFact incoming) : ICopyConsumer<CreditFactDisputed>
{
    public async Task ConsumeAsync(CreditFactDisputed fact, CancellationToken cancellation)
    {
        var mark = await records.MarkAsync(fact.SourceKind, fact.SourceId, cancellation);
        // A mark that was made by a publication or an end carries no state of the credit file to compare with.
        if (incoming.Replaces(mark.SourceVersion == 0 ? null : mark, fact.Version))
        {
            mark.Dispute(fact.IsDisputed);
            mark.Stamp(incoming.Stamp(fact.Version));
        }
    }
}
