using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
using Oversight.Persistence;

namespace Oversight.Identity.SignIn;

/// <summary>A browser whose officer is signed in.</summary>
internal sealed record Session(StaffAccount Account, DateTimeOffset SignedInAt);

/// <summary>
/// The sessions of browsers: a cookie that names the account and its stamp. It counts only while the account is active and
/// carries the same stamp, so a new password or a closed account ends every session at its next step.
/// </summary>
internal sealed class Sessions(IdentityDbContext context, Commit<IdentityDbContext> commit, ActScope act, TimeProvider clock)
{
    /// <summary>Scheme of the cookie. Never the default one: APIs look at bearer tokens only.</summary>
    public const string Scheme = "oversight-session";

    private const string Stamp = "stamp", At = "at";

    /// <summary>The session that the request's cookie stands for, or null.</summary>
    public async Task<Session?> CurrentAsync(HttpContext http, CancellationToken cancellation)
    {
        var principal = (await http.AuthenticateAsync(Scheme)).Principal;
        if (principal is null || !Guid.TryParse(principal.FindFirstValue("sub"), out var id)
            || !long.TryParse(principal.FindFirstValue(At), NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return null;
        }

        var account = await context.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancellation);
        return account is { Active: true } && account.SecurityStamp == principal.FindFirstValue(Stamp)
            ? new Session(account, DateTimeOffset.FromUnixTimeSeconds(at))
            : null;
    }

    /// <summary>Sets the cookie.</summary>
    public Task BeginAsync(HttpContext http, StaffAccount account)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim("sub", account.Id.ToString()),
                new Claim(Stamp, account.SecurityStamp),
                new Claim(At, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ],
            Scheme);
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Takes the cookie back and notes the sign-out.</summary>
    public async Task EndAsync(HttpContext http, StaffAccount account, CancellationToken cancellation)
    {
        (act.ActorId, act.Department, act.Division) = (account.Id.ToString(), account.Department, account.Division);
        commit.Record("session.end", "account", account.Id, null);
        await commit.SaveAsync(cancellation);
        await http.SignOutAsync(Scheme);
    }
}
