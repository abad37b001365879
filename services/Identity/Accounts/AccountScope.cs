using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>Which accounts an administrator reaches.</summary>
internal static class AccountScope
{
    /// <summary>
    /// The account if it is within the caller's scope, has the version that the caller read, and is not the caller's own.
    /// </summary>
    public static async Task<Result<StaffAccount>> LoadAsync(
        IdentityDbContext context, Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        if (expected.Refusal is { } refusal)
        {
            return refusal;
        }

        var account = await context.Accounts.FirstOrDefaultAsync(a => a.Id == id && a.Division.StartsWith(actor.ScopePrefix), cancellation);
        if (account is null)
        {
            return AccountErrors.NotFound;
        }

        if (actor.Id == account.Id.ToString())
        {
            return AccountErrors.Own;
        }

        return expected.Check(account.Version) is { IsRefused: true } stale ? stale.Error : account;
    }
}
