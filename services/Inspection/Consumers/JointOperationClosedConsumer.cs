using Oversight.Contracts.Enforcement.V1;
using Oversight.Inspection.Operations;
using Oversight.Messaging;

namespace Oversight.Inspection.Consumers;

/// <summary>Learns that a joint operation is closed, also before its opening: that one is older then, and changes nothing.</summary>
internal sealed class JointOperationClosedConsumer : IRowConsumer<JointOperationClosed, KnownOperation>
{
    public (Guid Key, long Version) SourceOf(JointOperationClosed fact) => (fact.OperationId, fact.Version);

    public KnownOperation Apply(KnownOperation? row, JointOperationClosed fact) => (row ?? KnownOperation.Of(fact.OperationId)).Close(fact);
}
