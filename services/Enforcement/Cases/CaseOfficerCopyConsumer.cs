using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Data;
using Oversight.Messaging;

namespace Oversight.Enforcement.Cases;

/// <summary>Keeps the copy of officers. The highest version stays, in whatever order the facts come.</summary>
internal sealed class CaseOfficerCopyConsumer(EnforcementDbContext database) : IFactConsumer<OfficerRecorded>
{
    public async Task ConsumeAsync(OfficerRecorded fact, CancellationToken cancellation)
    {
        var known = await database.Set<KnownOfficer>().SingleOrDefaultAsync(o => o.Id == fact.OfficerId, cancellation);
        if (known is null)
        {
            database.Add(KnownOfficer.From(fact));
        }
        else
        {
            known.Take(fact);
        }
    }
}
