using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Identity.Proposals;

/// <summary>
/// Confirms a proposed reset by issuing the password, so that it is shown to the second administrator and is stored nowhere.
/// </summary>
internal sealed class ProposedResets(
    IdentityDbContext context, Commit<IdentityDbContext> commit, DueDeadlines<IdentityDbContext> due, ProposalActs acts,
    Permission permission)
{
    private const string Confirmation = "identity.proposal.confirm";
    private const string Overtaken = "The password was issued on another proposal.";

    /// <summary>
    /// Confirms the oldest open reset of the account that somebody else proposed, and withdraws the others: one agreement, one password.
    /// </summary>
    /// <returns>Who proposed it; or <see cref="ProposalErrors.OwnProposal"/> if nobody else did, or
    /// <see cref="ProposalErrors.ResetNeedsSecond"/> if nobody did. The caller saves.</returns>
    public async Task<Result<string>> ConfirmAsync(StaffAccount account, Actor actor, CancellationToken cancellation)
    {
        var open = await context.Proposals
            .Where(p => p.SubjectId == account.Id && p.Kind == ProposalKind.ResetPassword && p.State == ProposalState.Open)
            .OrderBy(p => p.ProposedAt).ThenBy(p => p.Id).ToListAsync(cancellation);
        foreach (var proposal in open)
        {
            await due.FireAsync(proposal.Id, cancellation);
        }

        open.RemoveAll(p => p.State != ProposalState.Open);
        if (open.Count == 0)
        {
            return ProposalErrors.ResetNeedsSecond;
        }

        var by = actor.Acts(commit.Now);
        var confirmed = open.Find(p => p.ProposedBy != actor.Id) ?? open[0];
        if (permission.CheckAs(Confirmation, actor, new ActSubject { Hands = confirmed }) is { IsRefused: true } barred)
        {
            return barred.Error;
        }

        if (confirmed.Confirm(by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.NoteAsync(confirmed, ProposalAct.Confirm, cancellation);
        foreach (var other in open.Where(p => p != confirmed))
        {
            if (other.Withdraw(by with { Reason = Overtaken }) is { IsRefused: true } kept)
            {
                return kept.Error;
            }

            await acts.NoteAsync(other, ProposalAct.Withdraw, cancellation);
        }

        return confirmed.ProposedBy;
    }
}
