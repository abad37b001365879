using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Proposals;

/// <summary>Why, in a sentence; may be left out.</summary>
internal sealed record WithdrawProposalRequest
{
    [StringLength(ActContext.MaxReason)]
    public string? Reason { get; init; }
}

internal static class WithdrawProposalEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/proposals/{id:guid}/withdrawal", HandleAsync)
        .Does("identity.proposal.withdraw").Idempotent<IdentityDbContext>()
        .WithName("WithdrawProposal").WithSummary("Take back one's own proposal, or turn down another one").WithTags("Proposals");

    private static async Task<Results<Ok<ProposalAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, WithdrawProposalRequest request, ExpectedVersion expected, Actor actor, WithdrawProposalHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class WithdrawProposalHandler(ProposalActs acts)
{
    public async Task<Result<Reply<ProposalAnswer>>> HandleAsync(
        Guid id, WithdrawProposalRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Proposal.Withdraw(opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, ProposalAct.Withdraw, cancellation);
    }
}
