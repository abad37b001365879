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
    /// <see cref="ProposalErrors.ResetNeedsSecond"/> if nobody did, or <see cref="ProposalErrors.Outdated"/>. The caller saves.</returns>
    public async Task<Result<string>> ConfirmAsync(StaffAccount account, Actor actor, CancellationToken cancellation)
    {
        var open = await context.Proposals
            .Where(p => p.SubjectId == account.Id && p.Kind == ProposalKind.ResetPassword && p.State == ProposalState.Open)
            .OrderBy(p => p.ProposedAt).ThenBy(p => p.Id).ToListAsync(cancellation);
        // The route opened the account, so only the dates of the account were fired. A proposal whose date has passed must not count
        // because the sweeper has not come yet.
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
        // With none of somebody else, the own one is asked about, so that the refusal is "whoever proposes does not confirm" and not
        // "nobody has proposed".
        var confirmed = open.Find(p => p.ProposedBy != actor.Id) ?? open[0];
        // Whoever was given more rights since is somebody else than the one for whom two agreed on a new password.
        if (account.Rights != confirmed.Before)
        {
            return ProposalErrors.Outdated;
        }

        // The route names the act of issuing, which one administrator may do for others. Its separation does not bar the proposer; that of
        // the confirmation does.
        if (permission.CheckAs(Confirmation, actor, new ActSubject { Hands = confirmed }) is { IsRefused: true } barred)
        {
            return barred.Error;
        }

        if (confirmed.Confirm(by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.NoteAsync(confirmed, ProposalAct.Confirm, cancellation);
        // Another open reset would let a second password be issued without a second agreement.
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
