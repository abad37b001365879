using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Web;

namespace Oversight.Identity.Proposals;

internal static class ReadProposalsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/proposals", ListAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("ListProposals").WithSummary("List what was proposed within one's division").WithTags("Proposals");
        api.MapGet("/proposals/{id:guid}", GetAsync)
            .For(Roles.Administrator, Roles.Auditor)
            .WithName("GetProposal").WithSummary("Read a proposal").WithTags("Proposals");
    }

    private static async Task<Results<Ok<PageOf<ProposalAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, bool? open, Actor actor, IdentityDbContext context, CancellationToken cancellation)
    {
        var list = $"proposals|{actor.ScopePrefix}|{open}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var rows = context.Proposals.AsNoTracking().Within(actor);
        rows = open switch
        {
            true => rows.Where(p => p.State == ProposalState.Open),
            false => rows.Where(p => p.State != ProposalState.Open),
            null => rows,
        };
        if (after.Value is { } last)
        {
            rows = rows.Where(p => p.Id.CompareTo(last) > 0);
        }

        var found = await rows.OrderBy(p => p.Id).Take(size.Value + 1).ToListAsync(cancellation);
        var answers = found.ConvertAll(ProposalAnswer.Of);
        return TypedResults.Ok(PageOf<ProposalAnswer>.From(answers, size.Value, p => Cursor.Write(list, (Guid?)p.Id)));
    }

    private static async Task<Results<Ok<ProposalAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, IdentityDbContext context, HttpContext http, CancellationToken cancellation)
    {
        var found = await context.Proposals.AsNoTracking().Within(actor).FirstOrDefaultAsync(p => p.Id == id, cancellation);
        if (found is null)
        {
            return ProposalErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(found.Version);
        return TypedResults.Ok(ProposalAnswer.Of(found));
    }
}
