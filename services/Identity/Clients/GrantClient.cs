using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Clients;

/// <summary>What a client is given beyond what it has: each a proposal until a second administrator confirms it.</summary>
internal static class GrantClientEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/clients/{id:guid}/grant", GrantAsync)
            .Does("identity.client.propose_grant").Idempotent<IdentityDbContext>()
            .WithName("GrantClient").WithSummary("Propose another department or a wider division").WithTags("Clients");
        api.MapPost("/clients/{id:guid}/reactivation", ReactivateAsync)
            .Does("identity.client.propose_reactivation").Idempotent<IdentityDbContext>()
            .WithName("ReactivateClient").WithSummary("Propose to open an ended client again").WithTags("Clients");
    }

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> GrantAsync(
        Guid id, ChangeClientRequest request, ExpectedVersion expected, Actor actor, GrantClientHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.GrantAsync(id, request, expected, actor, cancellation)).ToAccepted(http);

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, GrantClientHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.ReactivateAsync(id, expected, actor, cancellation)).ToAccepted(http);
}

internal sealed class GrantClientHandler(ClientActs acts, ClientGrants grants, ProposalActs proposals)
{
    public async Task<Result<Reply<ProposalAnswer>>> GrantAsync(
        Guid id, ChangeClientRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var grant = await grants.ReadAsync(request.Department, request.Division, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        var opened = await acts.OpenOtherAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var client = opened.Value;
        var subject = new Subject(client.Id, client.ClientId, request.Name, true);
        // The roles of a client are never changed by API: the proposal states those that it has.
        return await proposals.ProposeAsync(
            ProposalKind.ChangeClient, subject, grant.Value.Rights with { RoleList = client.RoleList }, client.Rights, actor, cancellation);
    }

    public async Task<Result<Reply<ProposalAnswer>>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenOtherAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var client = opened.Value;
        return client.Check(ActiveAct.Reactivate) is { IsRefused: true } refused
            ? refused.Error
            : await proposals.ProposeAsync(
                ProposalKind.ReactivateClient, new Subject(client.Id, client.ClientId, client.Name, true), client.Rights, client.Rights,
                actor, cancellation);
    }
}
