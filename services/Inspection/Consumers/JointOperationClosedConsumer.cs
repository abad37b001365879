using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Operations;
using Oversight.Messaging;

namespace Oversight.Inspection.Consumers;

/// <summary>Learns that a joint operation is closed, also before its opening.</summary>
internal sealed class JointOperationClosedConsumer(InspectionDbContext context) : IFactConsumer<JointOperationClosed>
{
    public async Task ConsumeAsync(JointOperationClosed fact, CancellationToken cancellation)
    {
        var known = await context.Operations.SingleOrDefaultAsync(o => o.Id == fact.OperationId, cancellation);
        if (known is null)
        {
            known = KnownOperation.Of(fact.OperationId);
            context.Operations.Add(known);
        }

        known.Take(fact);
    }
}
