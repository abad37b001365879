using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Oversight.Identity.Credentials;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>The password that an administrator hands over. It is shown in this answer and nowhere else.</summary>
internal sealed record IssuedPasswordAnswer(Guid AccountId, string UserName, string Password);

/// <summary>
/// Replaces the password; where that needs two (<see cref="StaffAccount.NeedsTwoForReset"/>) this is how the second one confirms. A PUT
/// without Idempotency-Key on purpose: the answer holds a secret, and stored answers are not for
/// secrets. If the answer is lost, the repeat meets a newer version (412); read the account and issue another password.
/// </summary>
internal static class IssuePasswordEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPut("/accounts/{id:guid}/password", HandleAsync)
        .Does("identity.account.issue_password")
        .WithName("IssuePassword").WithSummary("Issue a one-time password, shown once; ends all sessions and lifts a lock")
        .WithTags("Accounts");

    private static async Task<Results<Ok<IssuedPasswordAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, IssuePasswordHandler handler, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
    }
}

internal sealed class IssuePasswordHandler(
    IdentityDbContext context, Commit<IdentityDbContext> commit, AccountActs acts, ProposedResets proposed, Resets resets,
    IPasswordHasher<StaffAccount> hasher)
{
    public async Task<Result<Reply<IssuedPasswordAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var account = opened.Value.Account;
        string? proposedBy = null;
        if (account.NeedsTwoForReset)
        {
            var confirmed = await proposed.ConfirmAsync(account, actor, cancellation);
            if (confirmed.IsRefused)
            {
                return confirmed.Error;
            }

            proposedBy = confirmed.Value;
        }

        // Not whether a hash is there: a password that was issued and never replaced belongs to no officer yet, so nobody is replaced by
        // the next one.
        var isFirst = account.PasswordChosenAt is null;
        var password = Secrets.NewPassword();
        if (account.IssuePassword(hasher.HashPassword(account, password), Secrets.NewStamp()) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        resets.Note(account, isFirst, actor.Id, actor.Name, proposedBy);
        commit.Record("account.issue_password", "account", account.Id, account.Version, new { isFirst, proposedBy });
        var saved = await commit.SaveAsync(
            Reply.Ok(new IssuedPasswordAnswer(account.Id, account.UserName, password), account.Version), cancellation);
        if (!saved.IsRefused)
        {
            // After the save: a refused act lifts no lock. If the process ends in between, the lock ends by its date.
            await SignInGuard.Clear(context, account.Id, cancellation);
        }

        return saved;
    }
}
