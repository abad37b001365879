using Oversight.Kernel;

namespace Oversight.Identity.Accounts;

/// <summary>Refusals about staff accounts.</summary>
internal static class AccountErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "identity.account.not_found", "There is no such account in your division.");

    public static readonly Error UserNameTaken = new(
        ErrorKind.Conflict, "identity.account.user_name_taken",
        "This user name is or was somebody's. User names are never given twice.", "userName");

    public static readonly Error LastAdministrator = new(
        ErrorKind.Conflict, "identity.account.last_administrator", "This is the last active administrator. Make another one first.");

    public static readonly Error Own = new(
        ErrorKind.Forbidden, "identity.account.own",
        "Nobody changes, ends or resets the account that they act with. Another administrator does, or the password page.");
}

/// <summary>Refusals about what one may give to others.</summary>
internal static class GrantErrors
{
    public static readonly Error OutOfScope = new(
        ErrorKind.Forbidden, "identity.grant.out_of_scope",
        "This division is not within yours: an administrator gives no wider scope than they have.", "division");

    public static readonly Error RoleUnknown = new(ErrorKind.Invalid, "identity.grant.role_unknown", "There is no such role.", "roles");

    public static readonly Error RolesRequired = new(
        ErrorKind.Invalid, "identity.grant.roles_required", "Give at least one role.", "roles");

    public static readonly Error SystemRole = new(
        ErrorKind.Unprocessable, "identity.grant.system_role", "The role department_system is for clients, not for persons.", "roles");

    public static Error RolesIncompatible(string role, string other, IncompatibleRoles rule, LegalBasis basis) => new(
        ErrorKind.Unprocessable, "identity.grant.roles_incompatible",
        $"{role} and {other} are never one person: {rule.En} ({rule.Zh}).", "roles", basis);
}
