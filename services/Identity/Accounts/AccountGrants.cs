using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Identity.Departments;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>Rights that were read and may be given: a department that works for the division, and roles that go together.</summary>
internal sealed record Grant(Department Department, DivisionCode Division, string RoleList)
{
    /// <summary>As a proposal states them.</summary>
    public Rights Rights => new(Department.Code, Division.Value, RoleList);

    /// <summary>
    /// Whether somebody who has <paramref name="rights"/> would gain by it: another department, a division that his own does not cover, or
    /// a role that he has not.
    /// </summary>
    public bool Widens(Rights rights) => Department.Code != rights.Department
        || !DivisionCode.FromStored(rights.Division).Covers(Division)
        || Rights.Roles.Except(rights.Roles, StringComparer.Ordinal).Any();
}

/// <summary>Gives officers what two administrators agreed on. Changes the scope's context; the caller saves.</summary>
internal sealed class AccountGrants(
    IdentityDbContext context, Commit<IdentityDbContext> commit, AccountActs acts, RoleRules rules)
{
    /// <summary>Reads rights that are asked for, against the rules of today and the administrator's own scope.</summary>
    public async Task<Result<Grant>> ReadAsync(
        string department, string division, IReadOnlyCollection<string> roles, Actor actor, CancellationToken cancellation)
    {
        var place = Grants.Division(division, actor);
        if (place.IsRefused)
        {
            return place.Error;
        }

        // The day of the confirmation counts as well as that of the proposal: both read the rights here.
        if (rules.Check(roles, OfficialTime.DateOf(commit.Now), place.Value) is { IsRefused: true } unfit)
        {
            return unfit.Error;
        }

        var found = await Grants.DepartmentAsync(context, department, place.Value, cancellation);
        return found.IsRefused ? found.Error : new Grant(found.Value, place.Value, StaffAccount.Sorted(roles));
    }

    /// <summary>Makes the account.</summary>
    public async Task<Result> CreateAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var grant = await ReadAsync(proposal, actor, cancellation);
        return grant.IsRefused
            ? grant.Error
            : await acts.AddAsync(
                StaffAccount.New(proposal.SubjectId, proposal.Login, proposal.Name, grant.Value, commit.Now), cancellation);
    }

    /// <summary>Gives an account more.</summary>
    public async Task<Result> ChangeAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var opened = await OpenAsync(proposal, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (account, grant) = opened.Value;
        // The version may have moved on since the proposal, by a new name or password. Only the rights must be those that both
        // administrators saw.
        account.Account.Change(proposal.Name, grant);
        return await acts.NoteAsync(account, "account.change", cancellation);
    }

    /// <summary>Opens an ended account again.</summary>
    public async Task<Result> ReactivateAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var opened = await OpenAsync(proposal, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (account, _) = opened.Value;
        return account.Account.Reactivate() is { IsRefused: true } refused
            ? refused.Error : await acts.NoteAsync(account, "account.reactivate", cancellation);
    }

    private Task<Result<Grant>> ReadAsync(Proposal proposal, Actor actor, CancellationToken cancellation) => ReadAsync(
        proposal.Department, proposal.Division, proposal.Rights.Roles.ToList(), actor, cancellation);

    // The rules of today, and the account as both administrators saw it: what a single one took away since must not come back unnoticed.
    private async Task<Result<(OpenAccount Account, Grant Grant)>> OpenAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var grant = await ReadAsync(proposal, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        var account = await context.Accounts.Within(actor).FirstOrDefaultAsync(a => a.Id == proposal.SubjectId, cancellation);
        return account is null ? AccountErrors.NotFound
            : account.Rights != proposal.Before ? ProposalErrors.Outdated
            : (new OpenAccount(account, account.IsAdministrator), grant.Value);
    }
}
