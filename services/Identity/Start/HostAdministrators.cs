using System.Text.RegularExpressions;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Start;

/// <summary>
/// Adds an administrator by the command of the service on its host. This is the way out where only one active administrator is left, who
/// can take away and not give, or none who knows a password.
/// </summary>
internal sealed partial class HostAdministrators(Commit<IdentityDbContext> commit, ActScope act, AdministratorMaker maker) : IAdministrators
{
    private static readonly Error UserNameForm = new(
        ErrorKind.Invalid, "identity.account.user_name_form",
        "A user name has 3 to 40 lower-case letters, digits, dots, hyphens and underscores.", "userName");

    public async Task<Result<string>> AddAsync(NewAdministrator wanted, CancellationToken cancellation)
    {
        if (!UserName().IsMatch(wanted.UserName))
        {
            return UserNameForm;
        }

        var division = DivisionCode.Parse(wanted.Division);
        var reason = TextInput.Required(wanted.Reason, ActContext.MaxReason);
        if (division.IsRefused || reason.IsRefused)
        {
            return division.Error?.At("division") ?? reason.Error!.At("reason");
        }

        var department = await maker.DepartmentAsync(wanted.Department, division.Value, null, null, cancellation);
        if (department.IsRefused)
        {
            return department.Error;
        }

        var password = Secrets.NewPassword();
        if (await maker.AddAsync(wanted.UserName, department.Value, password, act.ActorId, cancellation) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // Beside the audit row of the account, which carries no reason.
        commit.Record(
            "administrator.add_by_host", "department", department.Value.Id, null, new { wanted.UserName, Reason = reason.Value });
        return await commit.SaveAsync(cancellation) is { IsRefused: true } failed ? failed.Error : password;
    }

    [GeneratedRegex(StaffAccount.UserNamePattern)]
    private static partial Regex UserName();
}
