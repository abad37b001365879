using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>An account that is open for an act.</summary>
/// <param name="Account">The account, tracked, at the version that the administrator read.</param>
/// <param name="WasAdministrator">Whether it was an active administrator's before the act.</param>
internal sealed record OpenAccount(StaffAccount Account, bool WasAdministrator);

/// <summary>
/// What acts on an account share: they open somebody else's account within scope and at its version, and are done with the count of
/// administrators, audit and one save.
/// </summary>
internal sealed class AccountActs(
    IdentityDbContext context, Commit<IdentityDbContext> commit, DueDeadlines<IdentityDbContext> due, Permission permission)
{
    /// <summary>Opens an account.</summary>
    /// <returns>The account; or the refusal of the version, <see cref="AccountErrors.NotFound"/> outside the scope, or
    /// <see cref="AccountErrors.Own"/>.</returns>
    public async Task<Result<OpenAccount>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await context.Accounts.Within(actor).ForChangeAsync(id, expected, AccountErrors.NotFound, due, cancellation);
        if (found.IsRefused)
        {
            return found.Error;
        }

        return permission.Check(actor, new ActSubject { Hands = found.Value }) is { IsRefused: true } forbidden
            ? forbidden.Error : new OpenAccount(found.Value, found.Value.IsAdministrator);
    }

    /// <summary>Notes what was done, for the caller's save; refuses it where no active administrator would be left.</summary>
    public async Task<Result> NoteAsync(OpenAccount opened, string act, CancellationToken cancellation)
    {
        var account = opened.Account;
        var roster = await AdministratorRoster.LoadAsync(context, cancellation);
        // Counting rows instead would let two administrators end each other at once: each would still see the other.
        if (roster.Note(opened.WasAdministrator, account.IsAdministrator) is { IsRefused: true } last)
        {
            return last.Error;
        }

        commit.Record(act, "account", account.Id, account.Version, new { account.Department, account.Division, account.Roles });
        return Result.Done;
    }

    /// <summary>Adds a new account, for the caller's save.</summary>
    public Task<Result> AddAsync(StaffAccount account, CancellationToken cancellation)
    {
        context.Accounts.Add(account);
        // An attempt is one UPDATE of this row. Without the row it would change none and every sign-in be refused.
        context.SignInGuards.Add(new SignInGuard { AccountId = account.Id });
        return NoteAsync(new OpenAccount(account, WasAdministrator: false), "account.create", cancellation);
    }

    /// <summary>Commits what was done.</summary>
    public async Task<Result<Reply<AccountAnswer>>> DoneAsync(OpenAccount opened, string act, CancellationToken cancellation) =>
        await NoteAsync(opened, act, cancellation) is { IsRefused: true } last
            ? last.Error
            : await commit.SaveAsync(Reply.Ok(AccountAnswer.Of(opened.Account), opened.Account.Version), cancellation);
}
