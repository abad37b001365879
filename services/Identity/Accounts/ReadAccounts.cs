using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

internal static class ReadAccountsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/accounts", ListAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("ListAccounts").WithSummary("List the accounts within one's division").WithTags("Accounts");
        api.MapGet("/accounts/{id:guid}", GetAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("GetAccount").WithSummary("Read an account").WithTags("Accounts");
    }

    private static async Task<Results<Ok<PageOf<AccountAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, string? userName, bool? active, Actor actor, IdentityDbContext context,
        CancellationToken cancellation)
    {
        var list = $"accounts|{actor.ScopePrefix}|{userName}|{active}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var rows = context.Accounts.AsNoTracking().Within(actor);
        rows = userName is null ? rows : rows.Where(a => a.UserName == userName);
        rows = active is null ? rows : rows.Where(a => a.Active == active);
        if (after.Value is { } last)
        {
            rows = rows.Where(a => a.Id.CompareTo(last) > 0);
        }

        var found = await rows.OrderBy(a => a.Id).Take(size.Value + 1).Select(AccountAnswer.Projection).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<AccountAnswer>.From(found, size.Value, a => Cursor.Write(list, (Guid?)a.Id)));
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, IdentityDbContext context, HttpContext http, CancellationToken cancellation)
    {
        var found = await context.Accounts.AsNoTracking().Within(actor).Where(a => a.Id == id)
            .Select(AccountAnswer.Projection).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return AccountErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(found.Version);
        return TypedResults.Ok(found);
    }
}
