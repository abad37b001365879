using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.CreditFile.Reviews;
using Oversight.Web;

namespace Oversight.CreditFile.Objections;

internal static class ReadObjectionsEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/objections", ListAsync).For(CreditRoles.Reviewers)
            .WithName("ListObjections").WithSummary("Objections of the caller's division").WithTags("Objection");
        api.MapGet("/objections/{id:guid}", GetAsync).For(CreditRoles.Reviewers)
            .WithName("GetObjection").WithSummary("An objection with its clock").WithTags("Objection");
    }

    private static async Task<Results<Ok<PageOf<ObjectionAnswer>>, ProblemHttpResult>> ListAsync(
        [FromQuery] bool? open, [FromQuery] Guid? institutionId, [AsParameters] PageRequest page, Actor actor, ReviewReader reader,
        CancellationToken cancellation)
    {
        var found = await reader.ListAsync<Objection>("objections", open, institutionId, page, actor, cancellation);
        return found.IsRefused
            ? found.Error.ToProblem()
            : TypedResults.Ok(new PageOf<ObjectionAnswer>([.. found.Value.Items.Select(ObjectionAnswer.Of)], found.Value.Next));
    }

    private static async Task<Results<Ok<ObjectionDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, ReviewReader reader, HttpContext http, CancellationToken cancellation)
    {
        if (await reader.FindAsync<Objection>(id, actor, cancellation) is not { } found)
        {
            return ObjectionErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(found.Record.Version);
        return TypedResults.Ok(new ObjectionDetail(
            ObjectionAnswer.Of(found.Record), found.Record.FiledBy, found.Record.DecidedBy, found.Clocks));
    }
}
