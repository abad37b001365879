using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Persistence.Clocks;
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
        [FromQuery] bool? open, [FromQuery] Guid? institutionId, [AsParameters] PageRequest page, Actor actor, CreditFileDbContext database,
        CancellationToken cancellation)
    {
        var list = $"repairs|{actor.ScopePrefix}|{open}|{institutionId}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var repairs = database.Repairs.AsNoTracking().Within(actor).Where(r => r.Id.CompareTo(from) > 0);
        repairs = open is { } isOpen ? repairs.Where(r => (r.ClosedAt == null) == isOpen) : repairs;
        repairs = institutionId is { } institution ? repairs.Where(r => r.InstitutionId == institution) : repairs;
        var rows = await repairs.OrderBy(r => r.Id).Take(size.Value + 1).ToListAsync(cancellation);
        var found = PageOf<Repair>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id));
        return TypedResults.Ok(new PageOf<RepairAnswer>([.. found.Items.Select(RepairAnswer.Of)], found.Next));
    }

    private static async Task<Results<Ok<RepairDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, CreditFileDbContext database, RecordClocks<CreditFileDbContext> clocks, HttpContext http,
        CancellationToken cancellation)
    {
        var repair = await database.Repairs.AsNoTracking().Within(actor).FirstOrDefaultAsync(r => r.Id == id, cancellation);
        if (repair is null)
        {
            return RepairErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(repair.Version);
        var running = await clocks.OfAsync(id, cancellation);
        return TypedResults.Ok(
            new RepairDetail(
                RepairAnswer.Of(repair), repair.EnteredBy, repair.AcceptedBy, repair.ClosedBy,
                running.ConvertAll(clock => clock.ToAnswer())));
    }
}
