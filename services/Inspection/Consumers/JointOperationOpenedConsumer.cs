using Oversight.Contracts.Enforcement.V1;
using Oversight.Inspection.Operations;
using Oversight.Messaging;

namespace Oversight.Inspection.Consumers;

/// <summary>Learns of joint operations, and of every change of their tasks.</summary>
internal sealed class JointOperationOpenedConsumer : IRowConsumer<JointOperationOpened, KnownOperation>
{
    public (Guid Key, long Version) SourceOf(JointOperationOpened fact) => (fact.OperationId, fact.Version);

    public KnownOperation Apply(KnownOperation? row, JointOperationOpened fact) => (row ?? KnownOperation.Of(fact.OperationId)).Open(fact);
}
