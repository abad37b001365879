using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Identity.Accounts;

/// <summary>
/// The account of one officer. What changes it raises its version; failed sign-ins do not (see <see cref="SignInGuard"/>), or
/// a stranger at the sign-in page could keep an administrator from changing the account.
/// </summary>
internal sealed class StaffAccount : IVersioned, IWithinDivision
{
    public const string UserNameIndex = "ux_staff_accounts_user_name";

    public required Guid Id { get; init; }

    /// <summary>Lower-case name to sign in with; never changed and never given to another person.</summary>
    public required string UserName { get; init; }

    public required string DisplayName { get; set; }

    public required Guid DepartmentId { get; set; }

    /// <summary>Code of the department, as it stands in the token.</summary>
    public required string Department { get; set; }

    /// <summary>Division scope, shortest spelling.</summary>
    public required string Division { get; set; }

    /// <summary>Roles, sorted, between single blanks.</summary>
    public string RoleList { get; private set; } = "";

    public IReadOnlyList<string> Roles => RoleList.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool Active { get; private set; } = true;

    /// <summary>True: the next sign-in leads to the page where the password is changed, and gives no token before that.</summary>
    public bool MustChangePassword { get; private set; }

    /// <summary>PBKDF2 as ASP.NET Core Identity writes it; null until an administrator issues the first password.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Sessions and refresh tokens carry it; whatever ends them all changes it.</summary>
    public required string SecurityStamp { get; set; }

    public required DateTime CreatedAt { get; init; }

    public long Version { get; private set; } = 1;

    public bool IsAdministrator => Active && Roles.Contains(Web.Roles.Administrator);

    /// <summary>Sets the roles of an account that is being made.</summary>
    public StaffAccount With(IEnumerable<string> roles)
    {
        RoleList = string.Join(' ', roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return this;
    }

    public void Change(string displayName, Departments.Department department, DivisionCode division, IEnumerable<string> roles)
    {
        (DisplayName, DepartmentId, Department, Division) = (displayName, department.Id, department.Code, division.Value);
        With(roles);
        Version++;
    }

    /// <summary>Ends it: nobody signs in with it, and every session and token ends.</summary>
    public Result Deactivate(string stamp) => By(ActiveAct.Deactivate) is { IsRefused: true } refused ? refused : End(stamp);

    /// <summary>Opens it again, with the roles that it had.</summary>
    public Result Reactivate() => By(ActiveAct.Reactivate);

    /// <summary>A password from an administrator: good for one sign-in, and every session ends.</summary>
    public Result IssuePassword(string hash, string stamp)
    {
        if (By(ActiveAct.IssueSecret) is { IsRefused: true } refused)
        {
            return refused;
        }

        (PasswordHash, MustChangePassword) = (hash, true);
        return End(stamp);
    }

    /// <summary>A password that the officer chose; every other session ends.</summary>
    public void ChoosePassword(string hash, string stamp)
    {
        (PasswordHash, SecurityStamp, MustChangePassword) = (hash, stamp, false);
        Version++;
    }

    private Result By(ActiveAct act)
    {
        var next = ActiveTable.Account.Next(ActiveTable.StateOf(Active), act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Active, Version) = (next.Value == ActiveState.Active, Version + 1);
        return Result.Done;
    }

    // Sessions and refresh tokens carry the stamp.
    private Result End(string stamp)
    {
        SecurityStamp = stamp;
        return Result.Done;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<StaffAccount>(e =>
    {
        e.ToTable("staff_accounts");
        e.Property(a => a.Id).ValueGeneratedNever();
        e.Property(a => a.UserName).HasMaxLength(40);
        e.Property(a => a.DisplayName).HasMaxLength(60);
        e.Property(a => a.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(a => a.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(a => a.RoleList).HasColumnName("roles").HasMaxLength(200);
        e.Ignore(a => a.Roles);
        e.Ignore(a => a.IsAdministrator);
        e.Property(a => a.PasswordHash).HasMaxLength(200);
        e.Property(a => a.SecurityStamp).HasMaxLength(32);
        e.HasIndex(a => a.UserName).IsUnique().HasDatabaseName(UserNameIndex);
        e.HasIndex(a => a.Division).HasDatabaseName("ix_staff_accounts_division");
        e.HasIndex(a => a.DepartmentId).HasDatabaseName("ix_staff_accounts_department");
        e.HasOne<Departments.Department>().WithMany().HasForeignKey(a => a.DepartmentId).OnDelete(DeleteBehavior.Restrict);
    });
}
