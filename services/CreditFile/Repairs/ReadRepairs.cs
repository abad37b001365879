using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.CreditFile.Reviews;
using Oversight.Web;

namespace Oversight.CreditFile.Repairs;

internal static class ReadRepairsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/repairs", ListAsync).For(CreditRoles.Reviewers)
            .WithName("ListRepairs").WithSummary("Applications for repair of the caller's division").WithTags("Repair");
        api.MapGet("/repairs/{id:guid}", GetAsync).For(CreditRoles.Reviewers)
            .WithName("GetRepair").WithSummary("An application for repair with its clocks").WithTags("Repair");
    }

    private static async Task<Results<Ok<PageOf<RepairAnswer>>, ProblemHttpResult>> ListAsync(
        [FromQuery] bool? open, [FromQuery] Guid? institutionId, [AsParameters] PageRequest page, Actor actor, ReviewReader reader,
        CancellationToken cancellation)
    {
        var found = await reader.ListAsync<Repair>("repairs", open, institutionId, page, actor, cancellation);
        return found.IsRefused
            ? found.Error.ToProblem()
            : TypedResults.Ok(new PageOf<RepairAnswer>([.. found.Value.Items.Select(RepairAnswer.Of)], found.Value.Next));
    }

    private static async Task<Results<Ok<RepairDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, ReviewReader reader, HttpContext http, CancellationToken cancellation)
    {
        if (await reader.FindAsync<Repair>(id, actor, cancellation) is not { } found)
        {
            return RepairErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(found.Record.Version);
        return TypedResults.Ok(new RepairDetail(
            RepairAnswer.Of(found.Record), found.Record.EnteredBy, found.Record.AcceptedBy, found.Record.ClosedBy, found.Clocks));
    }
}
