using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Accounts;
using Oversight.Identity.Clients;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Proposals;

internal static class ConfirmProposalEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/proposals/{id:guid}/confirmation", HandleAsync)
        .Does("identity.proposal.confirm").Idempotent<IdentityDbContext>()
        .WithName("ConfirmProposal").WithSummary("Confirm what another administrator proposed; it takes effect at once")
        .WithTags("Proposals");

    private static async Task<Results<Ok<ProposalAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, ConfirmProposalHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ConfirmProposalHandler(ProposalActs acts, AccountGrants accounts, ClientGrants clients)
{
    public async Task<Result<Reply<ProposalAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var proposal = opened.Value.Proposal;
        // Closed before anything is given: state and gift are one save, so a repeat of the confirmation finds it closed and gives nothing
        // twice.
        if (proposal.Confirm(opened.Value.By) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // The rules are asked again: what was right when it was proposed need not be so now.
        var given = proposal.Kind switch
        {
            ProposalKind.CreateAccount => await accounts.CreateAsync(proposal, actor, cancellation),
            ProposalKind.ChangeAccount => await accounts.ChangeAsync(proposal, actor, cancellation),
            ProposalKind.ReactivateAccount => await accounts.ReactivateAsync(proposal, actor, cancellation),
            ProposalKind.CreateClient => await clients.CreateAsync(proposal, actor, cancellation),
            ProposalKind.ChangeClient => await clients.ChangeAsync(proposal, actor, cancellation),
            ProposalKind.ReactivateClient => await clients.ReactivateAsync(proposal, actor, cancellation),
            _ => ProposalErrors.IsReset,
        };
        return given.IsRefused ? given.Error : await acts.DoneAsync(opened.Value, ProposalAct.Confirm, cancellation);
    }
}
