using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Clients;

internal sealed record ChangeClientRequest
{
    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 2)]
    public required string Department { get; init; }

    [Required]
    public required string Division { get; init; }
}

internal static class ChangeClientEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/clients/{id:guid}", ChangeAsync)
            .Does("identity.client.change")
            .WithName("ChangeClient").WithSummary("Change the name of a client, or take part of its division away").WithTags("Clients");
        api.MapPost("/clients/{id:guid}/deactivation", DeactivateAsync)
            .Does("identity.client.deactivate").Idempotent<IdentityDbContext>()
            .WithName("DeactivateClient").WithSummary("End a client: no new token").WithTags("Clients");
    }

    private static async Task<Results<Ok<ClientAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeClientRequest request, ExpectedVersion expected, Actor actor, ChangeClientHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ChangeAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClientAnswer>, ProblemHttpResult>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeClientHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DeactivateAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ChangeClientHandler(ClientActs acts, ClientGrants grants)
{
    public async Task<Result<Reply<ClientAnswer>>> ChangeAsync(
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
        // A grant of a client states the role department_system. A client of the first start keeps its own roles, and would otherwise seem
        // to gain one.
        if ((grant.Value with { RoleList = client.RoleList }).Widens(client.Rights))
        {
            return ProposalErrors.SecondNeeded;
        }

        client.Change(request.Name, grant.Value);
        return await acts.DoneAsync(client, "client.change", cancellation);
    }

    /// <summary>A client may end itself, which is how the ones that start an empty installation take their leave; nothing else.</summary>
    public async Task<Result<Reply<ClientAnswer>>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Deactivate() is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "client.deactivate", cancellation);
    }
}
