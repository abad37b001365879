using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Messaging;

namespace Oversight.Complaint.Consumers;

/// <summary>A penalty was decided.</summary>
internal sealed class PenaltyDecidedConsumer(MatterProgress progress) : IFactConsumer<PenaltyDecided>
{
    public Task ConsumeAsync(PenaltyDecided fact, CancellationToken cancellation) =>
        progress.NoteAsync(
            fact.MatterIds,
            new Happening(EntryCodes.PenaltyDecided, fact.PenaltyId, fact.Version, fact.DecidedOn, [fact.Department], fact.DecisionNumber),
            decidesFiling: false, cancellation);
}
