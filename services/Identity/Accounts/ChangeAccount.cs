using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

internal sealed record ChangeAccountRequest
{
    [StringLength(60, MinimumLength = 1)]
    public required string DisplayName { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 2)]
    public required string Department { get; init; }

    [Required]
    public required string Division { get; init; }

    [MaxLength(20)]
    public required IReadOnlyList<string> Roles { get; init; }
}

internal static class ChangeAccountEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/accounts/{id:guid}", ChangeAsync)
            .Does("identity.account.change")
            .WithName("ChangeAccount").WithTags("Accounts")
            .WithSummary("Change the name of an account, or take roles and part of its division away");
        api.MapPost("/accounts/{id:guid}/deactivation", DeactivateAsync)
            .Does("identity.account.deactivate").Idempotent<IdentityDbContext>()
            .WithName("DeactivateAccount").WithSummary("End an account: no sign-in, no new token").WithTags("Accounts");
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeAccountRequest request, ExpectedVersion expected, Actor actor, ChangeAccountHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ChangeAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DeactivateAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ChangeAccountHandler(AccountActs acts, AccountGrants grants)
{
    public async Task<Result<Reply<AccountAnswer>>> ChangeAsync(
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

        // GB/T 22239—2019 8.1.4.2 (pack identity-acts): one administrator takes away and does not give. Compared with the account at the
        // version that was read.
        if (grant.Value.Widens(opened.Value.Account.Rights))
        {
            return ProposalErrors.SecondNeeded;
        }

        opened.Value.Account.Change(request.DisplayName, grant.Value);
        return await acts.DoneAsync(opened.Value, "account.change", cancellation);
    }

    public async Task<Result<Reply<AccountAnswer>>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Account.Deactivate(Secrets.NewStamp()) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "account.deactivate", cancellation);
    }
}
