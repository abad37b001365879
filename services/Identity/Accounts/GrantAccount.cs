using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>What an officer is given beyond what he has: each a proposal until a second administrator confirms it.</summary>
internal static class GrantAccountEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/accounts/{id:guid}/grant", GrantAsync)
            .Does("identity.account.propose_grant").Idempotent<IdentityDbContext>()
            .WithName("GrantAccount").WithSummary("Propose more roles, another department or a wider division").WithTags("Accounts");
        api.MapPost("/accounts/{id:guid}/reactivation", ReactivateAsync)
            .Does("identity.account.propose_reactivation").Idempotent<IdentityDbContext>()
            .WithName("ReactivateAccount").WithSummary("Propose to open an ended account again").WithTags("Accounts");
        api.MapPost("/accounts/{id:guid}/password-reset", ResetAsync)
            .Does("identity.account.propose_reset").Idempotent<IdentityDbContext>()
            .WithName("ProposePasswordReset").WithTags("Accounts")
            .WithSummary("Propose another password for an auditor or administrator; a second administrator issues it");
    }

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> GrantAsync(
        Guid id, ChangeAccountRequest request, ExpectedVersion expected, Actor actor, GrantAccountHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.GrantAsync(id, request, expected, actor, cancellation)).ToAccepted(http);

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, GrantAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.ReactivateAsync(id, expected, actor, cancellation)).ToAccepted(http);

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> ResetAsync(
        Guid id, ExpectedVersion expected, Actor actor, GrantAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.ResetAsync(id, expected, actor, cancellation)).ToAccepted(http);
}

internal sealed class GrantAccountHandler(AccountActs acts, AccountGrants grants, ProposalActs proposals)
{
    public async Task<Result<Reply<ProposalAnswer>>> GrantAsync(
        Guid id, ChangeAccountRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var grant = await grants.ReadAsync(request.Department, request.Division, request.Roles, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var account = opened.Value.Account;
        var subject = new Subject(account.Id, account.UserName, request.DisplayName, false);
        return await proposals.ProposeAsync(
            ProposalKind.ChangeAccount, subject, grant.Value.Rights, account.Rights, actor, cancellation);
    }

    public async Task<Result<Reply<ProposalAnswer>>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var account = opened.Value.Account;
        return account.Check(ActiveAct.Reactivate) is { IsRefused: true } refused
            ? refused.Error
            : await proposals.ProposeAsync(
                ProposalKind.ReactivateAccount, SubjectOf(account), account.Rights, account.Rights, actor, cancellation);
    }

    public async Task<Result<Reply<ProposalAnswer>>> ResetAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var account = opened.Value.Account;
        return account.Check(ActiveAct.IssueSecret) is { IsRefused: true } refused
            ? refused.Error
            : await proposals.ProposeAsync(
                ProposalKind.ResetPassword, SubjectOf(account), account.Rights, account.Rights, actor, cancellation);
    }

    private static Subject SubjectOf(StaffAccount account) => new(account.Id, account.UserName, account.DisplayName, false);
}
