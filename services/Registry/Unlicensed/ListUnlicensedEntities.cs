using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Web;

namespace Oversight.Registry.Unlicensed;

internal static class ListUnlicensedEntitiesEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/unlicensed", HandleAsync)
        .For(ReadRoles.All)
        .WithName("ListUnlicensedEntities").WithSummary("List leads on unlicensed entities of the caller's division")
        .WithTags("Unlicensed entities");

    private static Task<Results<Ok<PageOf<InstitutionAnswer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListInstitutionsRequest request, [AsParameters] PageRequest page, Actor actor, RegistryDbContext database,
        CancellationToken cancellation) =>
        ListInstitutionsEndpoint.PageAsync(database.Institutions.AsNoTracking().Where(i => i.IsLead), request, page, actor, cancellation);
}
