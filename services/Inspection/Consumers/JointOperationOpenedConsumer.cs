using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Operations;
using Oversight.Messaging;

namespace Oversight.Inspection.Consumers;

/// <summary>Learns of joint operations. Of two first facts at the same moment one save fails on the key and comes again.</summary>
internal sealed class JointOperationOpenedConsumer(InspectionDbContext context) : IFactConsumer<JointOperationOpened>
{
    public async Task ConsumeAsync(JointOperationOpened fact, CancellationToken cancellation)
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
