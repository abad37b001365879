using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Messaging;

namespace Oversight.Complaint.Consumers;

/// <summary>A case was filed (立案): verification ends, and a person who gave a name is to be told.</summary>
internal sealed class CaseFiledConsumer(MatterProgress progress) : IFactConsumer<CaseFiled>
{
    public Task ConsumeAsync(CaseFiled fact, CancellationToken cancellation) =>
        progress.NoteAsync(
            fact.MatterIds, new Happening(EntryCodes.CaseFiled, fact.CaseId, fact.Version, fact.FiledOn, [fact.Department], fact.Number),
            decidesFiling: true, cancellation);
}
