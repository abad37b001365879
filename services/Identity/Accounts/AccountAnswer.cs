using System.Linq.Expressions;

namespace Oversight.Identity.Accounts;

/// <summary>An account as administrators and auditors see it.</summary>
/// <param name="HasPassword">False until the first password was issued.</param>
internal sealed record AccountAnswer(
    Guid Id, string UserName, string DisplayName, string Department, string Division, IReadOnlyList<string> Roles,
    bool Active, bool HasPassword, bool MustChangePassword, DateTime CreatedAt, long Version)
{
    // Roles are split after the query: no database splits text as the others do.
    public static readonly Expression<Func<StaffAccount, AccountAnswer>> Projection = a => new AccountAnswer(
        a.Id, a.UserName, a.DisplayName, a.Department, a.Division, a.RoleList.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        a.Active, a.PasswordHash != null, a.MustChangePassword, a.CreatedAt, a.Version);

    public static AccountAnswer Of(StaffAccount a) => new(
        a.Id, a.UserName, a.DisplayName, a.Department, a.Division, a.Roles, a.Active, a.PasswordHash is not null, a.MustChangePassword,
        a.CreatedAt, a.Version);
}
