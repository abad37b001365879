using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Clients;

internal sealed record CreateClientRequest
{
    /// <summary>Lower-case letters, digits and hyphens; 3 to 50.</summary>
    [RegularExpression("^[a-z][a-z0-9-]{2,49}$")]
    public required string ClientId { get; init; }

    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 2)]
    public required string Department { get; init; }

    [Required]
    public required string Division { get; init; }
}

internal static class CreateClientEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/clients", HandleAsync)
        .Does("identity.client.propose").Idempotent<IdentityDbContext>()
        .WithName("CreateClient").WithSummary("Propose a department system's client; a second administrator confirms it")
        .WithTags("Clients");

    private static async Task<Results<Accepted<ProposalAnswer>, ProblemHttpResult>> HandleAsync(
        CreateClientRequest request, Actor actor, CreateClientHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToAccepted(http);
}

internal sealed class CreateClientHandler(
    IdentityDbContext context, Commit<IdentityDbContext> commit, ClientGrants grants, ProposalActs proposals)
{
    public async Task<Result<Reply<ProposalAnswer>>> HandleAsync(CreateClientRequest request, Actor actor, CancellationToken cancellation)
    {
        // The client id is sub of its tokens. In the form of an account's id it could be taken for that account where hands and actors are
        // compared.
        if (Guid.TryParse(request.ClientId, out _))
        {
            return ClientErrors.ClientIdForm;
        }

        var grant = await grants.ReadAsync(request.Department, request.Division, actor, cancellation);
        if (grant.IsRefused)
        {
            return grant.Error;
        }

        // Of two proposals for one id the unique index refuses the second when it is confirmed.
        if (await context.Clients.AnyAsync(c => c.ClientId == request.ClientId, cancellation))
        {
            return ClientErrors.ClientIdTaken;
        }

        var subject = new Subject(commit.NewId(), request.ClientId, request.Name, true);
        return await proposals.ProposeAsync(ProposalKind.CreateClient, subject, grant.Value.Rights, null, actor, cancellation);
    }
}
