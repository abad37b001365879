using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Accounts;
using Oversight.Identity.Credentials;
using Oversight.Identity.Data;
using Oversight.Identity.Departments;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Start;

/// <summary>
/// Makes administrators whom no two administrators agreed on: those of the first start, and those of the operator of the host. Both leave
/// an audit row and stand in the auditors' list. Changes the scope's context; the caller saves.
/// </summary>
internal sealed class AdministratorMaker(
    IdentityDbContext context, Commit<IdentityDbContext> commit, AccountActs acts, Resets resets, IPasswordHasher<StaffAccount> hasher,
    Reference.Departments known)
{
    /// <summary>The department of the division, made if there is none.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="division">The division.</param>
    /// <param name="nameZh">Its name; null takes that of the rule pack.</param>
    /// <param name="nameEn">Its name in English; null takes that of the rule pack.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The department, or <see cref="DepartmentErrors.CodeUnknown"/>.</returns>
    public async Task<Result<Department>> DepartmentAsync(
        string code, DivisionCode division, string? nameZh, string? nameEn, CancellationToken cancellation)
    {
        if (await context.Departments.FirstOrDefaultAsync(d => d.Code == code && d.Division == division.Value, cancellation) is { } there)
        {
            return there;
        }

        if (known.Find(code, OfficialTime.DateOf(commit.Now)) is not { } rule)
        {
            return DepartmentErrors.CodeUnknown;
        }

        var department = new Department
        {
            Id = commit.NewId(),
            Code = code,
            Division = division.Value,
            NameZh = nameZh ?? rule.Zh,
            NameEn = nameEn ?? rule.En,
            Kind = code == "education" ? DepartmentKind.Education : DepartmentKind.Other,
        };
        context.Departments.Add(department);
        commit.Record("department.create", "department", department.Id, department.Version, new { department.Code, department.Division });
        return department;
    }

    /// <summary>Adds an administrator with a password that is good for one sign-in.</summary>
    /// <param name="userName">User name.</param>
    /// <param name="department">The department.</param>
    /// <param name="password">The password, known to whoever asks for the account.</param>
    /// <param name="by">Who makes it: <c>system:first-start</c> or <c>operator:…</c>.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result> AddAsync(
        string userName, Department department, string password, string by, CancellationToken cancellation)
    {
        var grant = new Grant(department, DivisionCode.FromStored(department.Division), Roles.Administrator);
        var account = StaffAccount.New(commit.NewId(), userName.ToLowerInvariant(), userName, grant, commit.Now);
        if (account.IssuePassword(hasher.HashPassword(account, password), account.SecurityStamp) is { IsRefused: true } refused)
        {
            return refused;
        }

        // A new account replaces nobody: its officer is told nothing at sign-in, and auditors still read who made it.
        resets.Note(account, isFirst: true, by, by, null);
        return await acts.AddAsync(account, cancellation);
    }
}
