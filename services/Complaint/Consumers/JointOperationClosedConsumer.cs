using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Messaging;

namespace Oversight.Complaint.Consumers;

/// <summary>A joint operation has ended.</summary>
internal sealed class JointOperationClosedConsumer(MatterProgress progress) : IFactConsumer<JointOperationClosed>
{
    public Task ConsumeAsync(JointOperationClosed fact, CancellationToken cancellation) =>
        progress.NoteAsync(
            fact.MatterIds,
            new Happening(EntryCodes.OperationClosed, fact.OperationId, fact.Version, fact.ClosedOn, [], Detail: fact.Outcome),
            decidesFiling: false, cancellation);
}
