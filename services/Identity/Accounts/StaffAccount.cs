using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Identity.Accounts;

/// <summary>
/// The account of one officer. What changes it raises its version; failed sign-ins do not (see <see cref="SignInGuard"/>), or
/// a stranger at the sign-in page could keep an administrator from changing the account.
/// </summary>
internal sealed class StaffAccount : IVersioned, IWithinDivision, IHands
{
    public const string UserNameIndex = "ux_staff_accounts_user_name";

    /// <summary>3 to 40 lower-case letters, digits, dots, hyphens and underscores; it begins with a letter or digit.</summary>
    public const string UserNamePattern = "^[a-z0-9][a-z0-9._-]{2,39}$";

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

    /// <summary>When the officer last chose a password; null until then: nobody but administrators has known one.</summary>
    public DateTime? PasswordChosenAt { get; private set; }

    /// <summary>Sessions and refresh tokens carry it; whatever ends them all changes it.</summary>
    public required string SecurityStamp { get; set; }

    public required DateTime CreatedAt { get; init; }

    public long Version { get; private set; } = 1;

    public bool IsAdministrator => Active && Roles.Contains(Web.Roles.Administrator);

    /// <summary>The rights that it carries.</summary>
    public Rights Rights => new(Department, Division, RoleList);

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => [(Hand.PersonConcerned, Id.ToString())];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => AccountErrors.Own;

    /// <summary>
    /// Whether another password needs two administrators: whoever keeps accounts or audits is not taken over by one. A password that the
    /// officer never replaced may be issued again by one, since it was handed over by administrators anyway.
    /// </summary>
    public bool NeedsTwoForReset =>
        PasswordChosenAt is not null && (Roles.Contains(Web.Roles.Administrator) || Roles.Contains(Web.Roles.Auditor));

    /// <summary>A new account, as yet without a password.</summary>
    public static StaffAccount New(Guid id, string userName, string displayName, Grant grant, DateTime now) => new()
    {
        Id = id, UserName = userName, DisplayName = displayName, DepartmentId = grant.Department.Id, Department = grant.Department.Code,
        Division = grant.Division.Value, RoleList = grant.RoleList, SecurityStamp = Secrets.NewStamp(), CreatedAt = now,
    };

    /// <summary>Roles as they are kept: sorted, each once, between single blanks.</summary>
    public static string Sorted(IEnumerable<string> roles) =>
        string.Join(' ', roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public void Change(string displayName, Grant grant)
    {
        (DisplayName, DepartmentId, Department, Division) =
            (displayName, grant.Department.Id, grant.Department.Code, grant.Division.Value);
        (RoleList, Version) = (grant.RoleList, Version + 1);
    }

    /// <summary>Whether an act is possible now, without doing it.</summary>
    public Result Check(ActiveAct act)
    {
        var next = ActiveTable.Account.Next(ActiveTable.StateOf(Active), act);
        return next.IsRefused ? next.Error : Result.Done;
    }

    /// <summary>Ends it: nobody signs in with it, and every session and token ends.</summary>
    public Result Deactivate(string stamp) => By(ActiveAct.Deactivate) is { IsRefused: true } refused ? refused : End(stamp);

    /// <summary>Opens it again, with the roles that it had.</summary>
    // The stamp of the deactivation stays: sessions and refresh tokens from before it remain ended.
    public Result Reactivate() => By(ActiveAct.Reactivate);

    /// <summary>A password from an administrator: good for one sign-in, and every session ends.</summary>
    public Result IssuePassword(string hash, string stamp)
    {
        if (By(ActiveAct.IssueSecret) is { IsRefused: true } refused)
        {
            return refused;
        }

        // GB/T 22239—2019 8.1.4.1 (pack identity-acts). The administrator has seen this password, so it opens the page for choosing another
        // one and gives no token.
        (PasswordHash, MustChangePassword) = (hash, true);
        return End(stamp);
    }

    /// <summary>A password that the officer chose; every other session ends.</summary>
    public void ChoosePassword(string hash, string stamp, DateTime now)
    {
        // From here on a reset replaces somebody: for administrators and auditors it needs two (NeedsTwoForReset).
        (PasswordHash, SecurityStamp, MustChangePassword, PasswordChosenAt) = (hash, stamp, false, now);
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
        e.Ignore(a => a.Rights);
        e.Ignore(a => a.NeedsTwoForReset);
        e.Property(a => a.PasswordHash).HasMaxLength(200);
        e.Property(a => a.SecurityStamp).HasMaxLength(32);
        e.HasIndex(a => a.UserName).IsUnique().HasDatabaseName(UserNameIndex);
        e.HasIndex(a => a.Division).HasDatabaseName("ix_staff_accounts_division");
        e.HasIndex(a => a.DepartmentId).HasDatabaseName("ix_staff_accounts_department");
        e.HasOne<Departments.Department>().WithMany().HasForeignKey(a => a.DepartmentId).OnDelete(DeleteBehavior.Restrict);
    });
}
