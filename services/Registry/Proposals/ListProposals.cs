using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Web;

namespace Oversight.Registry.Proposals;

internal static class ListProposalsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/proposals", HandleAsync)
        .For(ReadRoles.All)
        .WithName("ListProposals").WithSummary("Proposals that hold for an entry of the caller's division as it is").WithTags("Proposals");

    private static async Task<Results<Ok<PageOf<ProposalAnswer>>, ProblemHttpResult>> HandleAsync(
        [FromQuery] Guid? institutionId, [AsParameters] PageRequest page, Actor actor, RegistryDbContext database,
        CancellationToken cancellation)
    {
        var list = $"proposals|{actor.ScopePrefix}|{institutionId}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var entries = database.Institutions.Within(actor);
        var from = after.Value ?? Guid.Empty;
        var proposals = database.Proposals.AsNoTracking().Where(p => p.Id.CompareTo(from) > 0);
        proposals = institutionId is { } id ? proposals.Where(p => p.InstitutionId == id) : proposals;
        // A proposal has neither division nor state: scope and validity follow from the entry and its version.
        var rows = await proposals
            .Where(p => entries.Any(
                i => i.Id == p.InstitutionId && i.Version == p.InstitutionVersion))
            .OrderBy(p => p.Id).Take(size.Value + 1)
            .Select(p => new ProposalAnswer(
                p.Id, p.InstitutionId, p.InstitutionVersion, p.Act, p.ProposedBy, p.Department, p.At, p.Reason))
            .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<ProposalAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }
}
