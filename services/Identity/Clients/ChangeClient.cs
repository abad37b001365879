using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
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
            .For(Roles.Administrator)
            .WithName("ChangeClient").WithSummary("Change name, department and division of a client").WithTags("Clients");
        api.MapPost("/clients/{id:guid}/deactivation", DeactivateAsync)
            .For(Roles.Administrator).Idempotent<IdentityDbContext>()
            .WithName("DeactivateClient").WithSummary("End a client: no new token").WithTags("Clients");
        api.MapPost("/clients/{id:guid}/reactivation", ReactivateAsync)
            .For(Roles.Administrator).Idempotent<IdentityDbContext>()
            .WithName("ReactivateClient").WithSummary("Open an ended client again").WithTags("Clients");
    }

    private static async Task<Results<Ok<ClientAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeClientRequest request, ExpectedVersion expected, Actor actor, ChangeClientHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ChangeAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClientAnswer>, ProblemHttpResult>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeClientHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DeactivateAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ClientAnswer>, ProblemHttpResult>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeClientHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.ReactivateAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ChangeClientHandler(IdentityDbContext context, ClientActs acts)
{
    public async Task<Result<Reply<ClientAnswer>>> ChangeAsync(
        Guid id, ChangeClientRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
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

        var opened = await acts.OpenOtherAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        opened.Value.Change(request.Name, department.Value, division.Value);
        return await acts.DoneAsync(opened.Value, "client.change", cancellation);
    }

    /// <summary>A client may end itself, which is how the one that starts an empty installation takes its leave; nothing else.</summary>
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

    public async Task<Result<Reply<ClientAnswer>>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenOtherAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Reactivate() is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "client.reactivate", cancellation);
    }
}
