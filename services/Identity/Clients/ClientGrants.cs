using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Clients;

/// <summary>Gives department systems what two administrators agreed on. Changes the scope's context; the caller saves.</summary>
internal sealed class ClientGrants(IdentityDbContext context, Commit<IdentityDbContext> commit, ClientActs acts)
{
    /// <summary>Reads rights that are asked for, against the administrator's own scope.</summary>
    /// <param name="department">Code of the department.</param>
    /// <param name="division">The division.</param>
    /// <param name="actor">The administrator.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The rights of a department system; a client that has other roles keeps them.</returns>
    public async Task<Result<Grant>> ReadAsync(string department, string division, Actor actor, CancellationToken cancellation)
    {
        var place = Grants.Division(division, actor);
        if (place.IsRefused)
        {
            return place.Error;
        }

        var found = await Grants.DepartmentAsync(context, department, place.Value, cancellation);
        return found.IsRefused ? found.Error : new Grant(found.Value, place.Value, Roles.DepartmentSystem);
    }

    /// <summary>Makes the client.</summary>
    public async Task<Result> CreateAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var grant = await ReadAsync(proposal.Department, proposal.Division, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        var client = new DepartmentClient
        {
            Id = proposal.SubjectId,
            ClientId = proposal.Login,
            Name = proposal.Name,
            DepartmentId = grant.Value.Department.Id,
            Department = grant.Value.Department.Code,
            Division = grant.Value.Division.Value,
            RoleList = grant.Value.RoleList,
            CreatedAt = commit.Now,
        };
        context.Clients.Add(client);
        // OpenIddict's row in the same save: its manager would save on its own, and a client with one row of the two could not be repaired
        // by API.
        context.Add(Applications.ForDepartmentSystem(commit.NewId(), client.ClientId, client.Name));
        acts.Note(client, "client.create");
        return Result.Done;
    }

    /// <summary>Gives a client more.</summary>
    public async Task<Result> ChangeAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var opened = await OpenAsync(proposal, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (client, grant) = opened.Value;
        client.Change(proposal.Name, grant);
        acts.Note(client, "client.change");
        return Result.Done;
    }

    /// <summary>Opens an ended client again.</summary>
    public async Task<Result> ReactivateAsync(Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var opened = await OpenAsync(proposal, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (client, _) = opened.Value;
        if (client.Reactivate() is { IsRefused: true } refused)
        {
            return refused;
        }

        acts.Note(client, "client.reactivate");
        return Result.Done;
    }

    // The rules of today, and the client as both administrators saw it: what a single one took away since must not come back unnoticed.
    private async Task<Result<(DepartmentClient Client, Grant Grant)>> OpenAsync(
        Proposal proposal, Actor actor, CancellationToken cancellation)
    {
        var grant = await ReadAsync(proposal.Department, proposal.Division, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        var client = await context.Clients.Within(actor).FirstOrDefaultAsync(c => c.Id == proposal.SubjectId, cancellation);
        return client is null ? ClientErrors.NotFound
            : client.Rights != proposal.Before ? ProposalErrors.Outdated
            : (client, grant.Value);
    }
}
