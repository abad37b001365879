using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

internal sealed record CreateAccountRequest
{
    /// <summary>Lower-case letters, digits, dot, hyphen, underscore; 3 to 40.</summary>
    [RegularExpression(StaffAccount.UserNamePattern)]
    public required string UserName { get; init; }

    [StringLength(60, MinimumLength = 1)]
    public required string DisplayName { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 2)]
    public required string Department { get; init; }

    [Required]
    public required string Division { get; init; }

    [MaxLength(20)]
    public required IReadOnlyList<string> Roles { get; init; }
}

internal static class CreateAccountEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/accounts", HandleAsync)
        .Does("identity.account.propose").Idempotent<IdentityDbContext>()
        .WithName("CreateAccount").WithSummary("Propose an officer's account; a second administrator confirms it").WithTags("Accounts");

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> HandleAsync(
        CreateAccountRequest request, Actor actor, CreateAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToAccepted(http);
}

internal sealed class CreateAccountHandler(
    IdentityDbContext context, Commit<IdentityDbContext> commit, AccountGrants grants, ProposalActs proposals)
{
    public async Task<Result<Reply<ProposalAnswer>>> HandleAsync(CreateAccountRequest request, Actor actor, CancellationToken cancellation)
    {
        var grant = await grants.ReadAsync(request.Department, request.Division, request.Roles, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        // Of two proposals for one name the unique index refuses the second when it is confirmed.
        if (await context.Accounts.AnyAsync(a => a.UserName == request.UserName, cancellation))
        {
            return AccountErrors.UserNameTaken;
        }

        var subject = new Subject(commit.NewId(), request.UserName, request.DisplayName, false);
        return await proposals.ProposeAsync(ProposalKind.CreateAccount, subject, grant.Value.Rights, null, actor, cancellation);
    }
}
