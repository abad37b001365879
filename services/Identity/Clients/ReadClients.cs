using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Web;

namespace Oversight.Identity.Clients;

internal static class ReadClientsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/clients", ListAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("ListClients").WithSummary("List the clients within one's division").WithTags("Clients");
        api.MapGet("/clients/{id:guid}", GetAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("GetClient").WithSummary("Read a client").WithTags("Clients");
    }

    private static async Task<Results<Ok<PageOf<ClientAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, string? clientId, bool? active, Actor actor, IdentityDbContext context,
        CancellationToken cancellation)
    {
        var list = $"clients|{actor.ScopePrefix}|{clientId}|{active}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var rows = context.Clients.AsNoTracking().Within(actor);
        rows = clientId is null ? rows : rows.Where(c => c.ClientId == clientId);
        rows = active is null ? rows : rows.Where(c => c.Active == active);
        if (after.Value is { } last)
        {
            rows = rows.Where(c => c.Id.CompareTo(last) > 0);
        }

        var found = await rows.OrderBy(c => c.Id).Take(size.Value + 1).Select(ClientAnswer.Projection).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<ClientAnswer>.From(found, size.Value, c => Cursor.Write(list, (Guid?)c.Id)));
    }

    private static async Task<Results<Ok<ClientAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, IdentityDbContext context, HttpContext http, CancellationToken cancellation)
    {
        var found = await context.Clients.AsNoTracking().Within(actor).Where(c => c.Id == id)
            .Select(ClientAnswer.Projection).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return ClientErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(found.Version);
        return TypedResults.Ok(found);
    }
}
