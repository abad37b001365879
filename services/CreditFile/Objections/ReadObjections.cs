using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Persistence.Clocks;
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
        [FromQuery] bool? open, [FromQuery] Guid? institutionId, [AsParameters] PageRequest page, Actor actor, CreditFileDbContext database,
        CancellationToken cancellation)
    {
        var list = $"objections|{actor.ScopePrefix}|{open}|{institutionId}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var objections = database.Objections.AsNoTracking().Within(actor).Where(o => o.Id.CompareTo(from) > 0);
        objections = open is { } isOpen ? objections.Where(o => (o.ClosedAt == null) == isOpen) : objections;
        objections = institutionId is { } institution ? objections.Where(o => o.InstitutionId == institution) : objections;
        var rows = await objections.OrderBy(o => o.Id).Take(size.Value + 1).ToListAsync(cancellation);
        var found = PageOf<Objection>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id));
        return TypedResults.Ok(new PageOf<ObjectionAnswer>([.. found.Items.Select(ObjectionAnswer.Of)], found.Next));
    }

    private static async Task<Results<Ok<ObjectionDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, CreditFileDbContext database, RecordClocks<CreditFileDbContext> clocks, HttpContext http,
        CancellationToken cancellation)
    {
        var objection = await database.Objections.AsNoTracking().Within(actor).FirstOrDefaultAsync(o => o.Id == id, cancellation);
        if (objection is null)
        {
            return ObjectionErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(objection.Version);
        var running = await clocks.OfAsync(id, cancellation);
        return TypedResults.Ok(
            new ObjectionDetail(
                ObjectionAnswer.Of(objection), objection.FiledBy, objection.DecidedBy, running.ConvertAll(clock => clock.ToAnswer())));
    }
}
