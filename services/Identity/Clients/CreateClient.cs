using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
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
        .For(Roles.Administrator).Idempotent<IdentityDbContext>()
        .WithName("CreateClient").WithSummary("Create a department system's client, as yet without a secret").WithTags("Clients");

    private static async Task<Results<Created<ClientAnswer>, ProblemHttpResult>> HandleAsync(
        CreateClientRequest request, Actor actor, CreateClientHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class CreateClientHandler(IdentityDbContext context, Commit<IdentityDbContext> commit)
{
    public async Task<Result<Reply<ClientAnswer>>> HandleAsync(CreateClientRequest request, Actor actor, CancellationToken cancellation)
    {
        if (Guid.TryParse(request.ClientId, out _))
        {
            return ClientErrors.ClientIdForm;
        }

        var division = Grants.Division(request.Division, actor);
        if (division.IsRefused)
        {
            return division.Error;
        }

        var department = await Grants.DepartmentAsync(context, request.Department, division.Value, cancellation);
        if (department.IsRefused)
        {
            return department.Error;
        }

        var client = new DepartmentClient
        {
            Id = commit.NewId(),
            ClientId = request.ClientId,
            Name = request.Name,
            DepartmentId = department.Value.Id,
            Department = department.Value.Code,
            Division = division.Value.Value,
            RoleList = Roles.DepartmentSystem,
            CreatedAt = commit.Now,
        };
        context.Clients.Add(client);
        context.Add(Applications.ForDepartmentSystem(commit.NewId(), client.ClientId, client.Name));
        commit.Record("client.create", "client", client.Id, client.Version, new { client.ClientId, client.Department, client.Division });
        return await commit.SaveAsync(
            Reply.Created(ClientAnswer.Of(client), $"/api/identity/v1/clients/{client.Id}", client.Version), cancellation);
    }
}
