using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Identity.Proposals;

/// <summary>Ends a proposal that nobody confirmed in time, so that no grant lies about until somebody is careless.</summary>
internal sealed class ProposalExpiry(IdentityDbContext context, Commit<IdentityDbContext> commit) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var proposal = await context.Proposals.SingleAsync(p => p.Id == deadline.SubjectId, cancellation);
        // A proposal that is closed already refuses, and its date passes without an audit row.
        if (!proposal.Expire(ActContext.OfSystem(commit.Now)).IsRefused)
        {
            commit.Record("proposal.expire", "proposal", proposal.Id, proposal.Version, new { proposal.Kind, proposal.SubjectId });
        }
    }
}
