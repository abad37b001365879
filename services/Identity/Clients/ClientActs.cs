using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Identity.Clients;

/// <summary>What acts on a client share: they open it within scope and at its version, and are done with audit and one save.</summary>
internal sealed class ClientActs(IdentityDbContext context, Commit<IdentityDbContext> commit, DueDeadlines<IdentityDbContext> due)
{
    /// <summary>Opens a client, also the one that acts.</summary>
    public Task<Result<DepartmentClient>> OpenAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation) =>
        context.Clients.Within(actor).ForChangeAsync(id, expected, ClientErrors.NotFound, due, cancellation);

    /// <summary>Opens a client that is not the one that acts.</summary>
    public async Task<Result<DepartmentClient>> OpenOtherAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await OpenAsync(id, expected, actor, cancellation);
        return opened.IsRefused || opened.Value.ClientId != actor.Id ? opened : ClientErrors.Own;
    }

    /// <summary>Notes what was done, for the caller's save.</summary>
    public void Note(DepartmentClient client, string act) =>
        commit.Record(act, "client", client.Id, client.Version, new { client.ClientId, client.Department, client.Division, client.Roles });

    /// <summary>Commits what was done.</summary>
    public async Task<Result<Reply<ClientAnswer>>> DoneAsync(DepartmentClient client, string act, CancellationToken cancellation)
    {
        Note(client, act);
        return await commit.SaveAsync(Reply.Ok(ClientAnswer.Of(client), client.Version), cancellation);
    }
}
