using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Messaging;

namespace Oversight.Complaint.Consumers;

/// <summary>Several departments act together; a newer copy of the same operation brings the departments up to date.</summary>
internal sealed class JointOperationOpenedConsumer(MatterProgress progress) : IFactConsumer<JointOperationOpened>
{
    public Task ConsumeAsync(JointOperationOpened fact, CancellationToken cancellation) =>
        progress.NoteAsync(
            fact.MatterIds,
            new Happening(
                EntryCodes.OperationOpened, fact.OperationId, fact.Version, fact.OpenedOn,
                [fact.LeadDepartment, .. fact.Tasks.Select(task => task.Department)], fact.Number),
            decidesFiling: false, cancellation);
}
