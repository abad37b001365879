using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Messaging;

namespace Oversight.Complaint.Consumers;

/// <summary>What became of the clue that a report was referred as; clues of other origin are nobody's here.</summary>
internal sealed class ClueConcludedConsumer(MatterProgress progress) : IFactConsumer<ClueConcluded>
{
    public Task ConsumeAsync(ClueConcluded fact, CancellationToken cancellation) =>
        fact is { Source: "complaint", SourceId: { } matter }
            ? progress.NoteAsync(
                [matter], new Happening(
                    EntryCodes.ClueConcluded, fact.ClueId, fact.Version, fact.ConcludedOn, [fact.Department], Detail: fact.Outcome),
                // These two say that no case is filed. A filed case comes as CaseFiled, and the other outcomes leave it undecided.
                decidesFiling: fact.Outcome is "no_violation" or "rectified", cancellation)
            : Task.CompletedTask;
}
