using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Web;

namespace Oversight.Identity.Departments;

internal static class ReadDepartmentsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/departments", ListAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("ListDepartments").WithSummary("List the departments within one's division").WithTags("Departments");
        api.MapGet("/departments/{id:guid}", GetAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("GetDepartment").WithSummary("Read a department").WithTags("Departments");
    }

    private static async Task<Results<Ok<PageOf<DepartmentAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, Actor actor, IdentityDbContext context, CancellationToken cancellation)
    {
        var list = $"departments|{actor.ScopePrefix}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var rows = context.Departments.AsNoTracking().Within(actor);
        if (after.Value is { } last)
        {
            rows = rows.Where(d => d.Id.CompareTo(last) > 0);
        }

        var found = await rows.OrderBy(d => d.Id).Take(size.Value + 1).Select(DepartmentAnswer.Projection).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<DepartmentAnswer>.From(found, size.Value, d => Cursor.Write(list, (Guid?)d.Id)));
    }

    private static async Task<Results<Ok<DepartmentAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, IdentityDbContext context, HttpContext http, CancellationToken cancellation)
    {
        var found = await context.Departments.AsNoTracking().Within(actor).Where(d => d.Id == id)
            .Select(DepartmentAnswer.Projection).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return DepartmentErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(found.Version);
        return TypedResults.Ok(found);
    }
}
