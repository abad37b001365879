using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Messaging;

namespace Oversight.Complaint.Consumers;

/// <summary>A penalty was annulled.</summary>
internal sealed class PenaltyAnnulledConsumer(MatterProgress progress) : IFactConsumer<PenaltyAnnulled>
{
    public Task ConsumeAsync(PenaltyAnnulled fact, CancellationToken cancellation) =>
        progress.NoteAsync(
            fact.MatterIds,
            new Happening(EntryCodes.PenaltyAnnulled, fact.PenaltyId, fact.Version, fact.AnnulledOn, [], fact.DecisionNumber),
            decidesFiling: false, cancellation);
}
