using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Identity.SignIn;

/// <summary>
/// Checks user name and password. Every refusal is the same one after the same work, whether the name is unknown, the
/// password wrong, the account closed or locked: the page tells a stranger nothing about who has an account.
/// </summary>
internal sealed class SignInHandler(
    IdentityDbContext context, Commit<IdentityDbContext> commit, ActScope act, IPasswordHasher<StaffAccount> hasher, DecoyHash decoy,
    IOptionsMonitor<IdentitySettings> settings)
{
    public static readonly Error Refused = new(
        ErrorKind.Forbidden, "identity.sign_in.refused", "User name or password is wrong, or the account is locked for a while.");

    /// <summary>The account, if the password is right and the account open.</summary>
    public async Task<Result<StaffAccount>> HandleAsync(string userName, string password, CancellationToken cancellation)
    {
        var name = Normalise(userName);
        var account = name is null || password.Length > PasswordRules.MaxLength
            ? null
            : await context.Accounts.FirstOrDefaultAsync(a => a.UserName == name, cancellation);
        var guarded = account is { Active: true, PasswordHash: not null };
        var allowed = guarded && await SignInGuard.TryAttemptAsync(context, account!.Id, settings.CurrentValue, commit.Now, cancellation);
        // The hash is worked out before any refusal: an answer that comes faster for an unknown or locked account would tell that it is.
        // Too long a text is not hashed, since its length would set the cost.
        var checkedAs = hasher.VerifyHashedPassword(
            account!, guarded ? account!.PasswordHash! : decoy.Value, password.Length > PasswordRules.MaxLength ? "" : password);
        if (!allowed)
        {
            return Refused;
        }

        (act.ActorId, act.Department, act.Division) = (account!.Id.ToString(), account.Department, account.Division);
        if (checkedAs == PasswordVerificationResult.Failed)
        {
            var locked = await SignInGuard.IsLockedAsync(context, account.Id, commit.Now, cancellation);
            // Who mistyped is not known to be the officer: the audit row must not name him as the actor.
            act.ActorId = "anonymous";
            commit.Record(locked ? "account.lock" : "session.refuse", "account", account.Id, null);
            return await commit.SaveAsync(cancellation) is { IsRefused: true } away ? away.Error : Refused;
        }

        await SignInGuard.Clear(context, account.Id, cancellation);
        commit.Record("session.start", "account", account.Id, null);
        return await commit.SaveAsync(cancellation) is { IsRefused: true } failed ? failed.Error : account;
    }

    /// <summary>Checks the present password of an officer who is signed in, under the same limit of attempts.</summary>
    public async Task<bool> ConfirmAsync(StaffAccount account, string password, CancellationToken cancellation)
    {
        if (!await SignInGuard.TryAttemptAsync(context, account.Id, settings.CurrentValue, commit.Now, cancellation)
            || account.PasswordHash is null || password.Length > PasswordRules.MaxLength
            || hasher.VerifyHashedPassword(account, account.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            return false;
        }

        await SignInGuard.Clear(context, account.Id, cancellation);
        return true;
    }

    private static string? Normalise(string text) =>
        TextInput.Optional(text, 100) is { IsRefused: false, Value: { } read } ? TextInput.ToHalfWidth(read).ToLowerInvariant() : null;
}

/// <summary>The hash of a password that nobody has, so that an unknown user name costs the same work as a known one.</summary>
internal sealed class DecoyHash(IServiceScopeFactory scopes)
{
    private readonly Lazy<string> _value = new(() =>
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IPasswordHasher<StaffAccount>>().HashPassword(null!, Secrets.NewStamp());
    });

    public string Value => _value.Value;
}
