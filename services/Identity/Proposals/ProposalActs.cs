using Microsoft.Extensions.Options;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Identity.Proposals;

/// <summary>A proposal that is open for an act.</summary>
/// <param name="Proposal">The proposal, tracked, at the version that the administrator read.</param>
/// <param name="By">Who acts, when and why.</param>
internal sealed record OpenProposal(Proposal Proposal, ActContext By);

/// <summary>
/// What acts on a proposal share: they open it within scope and at its version, and are done with its date, audit and one save.
/// </summary>
internal sealed class ProposalActs(
    IdentityDbContext context, Commit<IdentityDbContext> commit, DueDeadlines<IdentityDbContext> due,
    Deadlines<IdentityDbContext> deadlines, IOptionsMonitor<IdentitySettings> settings, Permission permission)
{
    /// <summary>Makes a proposal, with the date that ends it.</summary>
    /// <returns>202 with the proposal, or the refusal of <see cref="Permission.Check"/>.</returns>
    public async Task<Result<Reply<ProposalAnswer>>> ProposeAsync(
        ProposalKind kind, Subject subject, Rights rights, Rights? before, Actor actor, CancellationToken cancellation)
    {
        var proposal = Proposal.Propose(
            commit.NewId(), kind, subject, rights, before, commit.Now + settings.CurrentValue.ProposalLifetime, actor.Acts(commit.Now));
        // The hands are those of the proposal, so it is made before the rule is asked. It is not in the context yet, and a refusal leaves
        // nothing.
        if (permission.Check(actor, new ActSubject { Hands = proposal }) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        context.Proposals.Add(proposal);
        deadlines.Set(Proposal.DeadlineKind, proposal.Id, proposal.ExpiresAt);
        Record(proposal, "propose");
        return await commit.SaveAsync(
            Reply.Accepted(ProposalAnswer.Of(proposal), $"/api/identity/v1/proposals/{proposal.Id}", proposal.Version), cancellation);
    }

    /// <summary>Opens a proposal for the act that the route names.</summary>
    /// <returns>The proposal; or the refusal of scope, version or permission.</returns>
    public async Task<Result<OpenProposal>> OpenAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? reason, CancellationToken cancellation)
    {
        var by = actor.Acts(commit.Now, reason);
        if (by.IsRefused)
        {
            return by.Error;
        }

        var found = await context.Proposals.Within(actor).ForChangeAsync(id, expected, ProposalErrors.NotFound, due, cancellation);
        if (found.IsRefused)
        {
            return found.Error;
        }

        var allowed = permission.Check(actor, new ActSubject { Hands = found.Value });
        return allowed.IsRefused ? allowed.Error : new OpenProposal(found.Value, by.Value);
    }

    /// <summary>Notes what was done, for the caller's save: its date is called off.</summary>
    public async Task NoteAsync(Proposal proposal, ProposalAct act, CancellationToken cancellation)
    {
        // In the same save: a deadline that stayed would be fired at a closed proposal.
        await deadlines.CancelAsync(Proposal.DeadlineKind, proposal.Id, cancellation);
        Record(proposal, WireWord.Of(act));
    }

    /// <summary>Commits what was done.</summary>
    public async Task<Result<Reply<ProposalAnswer>>> DoneAsync(OpenProposal opened, ProposalAct act, CancellationToken cancellation)
    {
        await NoteAsync(opened.Proposal, act, cancellation);
        return await commit.SaveAsync(Reply.Ok(ProposalAnswer.Of(opened.Proposal), opened.Proposal.Version), cancellation);
    }

    private void Record(Proposal proposal, string act) => commit.Record(
        $"proposal.{act}", "proposal", proposal.Id, proposal.Version,
        new { proposal.Kind, proposal.SubjectId, proposal.Department, proposal.Division, proposal.Rights.Roles, proposal.ProposedBy });
}
