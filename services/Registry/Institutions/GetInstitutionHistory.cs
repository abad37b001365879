using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>One legal event.</summary>
internal sealed record LegalEventAnswer(
    long Version, string Act, string Status, DateTime At, DateOnly EffectiveOn, string Law, string Article, string Rule, string? Document,
    string? Reason);

internal static class GetInstitutionHistoryEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/institutions/{id:guid}/history", HandleAsync)
        .For(ReadRoles.All)
        .WithName("GetInstitutionHistory")
        .WithSummary("Legal events of an entry, oldest first, each with its article and the rule version applied").WithTags("Institutions");

    private static async Task<Results<Ok<PageOf<LegalEventAnswer>>, ProblemHttpResult>> HandleAsync(
        Guid id, [AsParameters] PageRequest page, Actor actor, RegistryDbContext database, CancellationToken cancellation)
    {
        var list = $"history|{id}";
        var (size, after) = (page.Size, Cursor.Read<long?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        if (!await database.Institutions.Within(actor).AnyAsync(i => i.Id == id, cancellation))
        {
            return InstitutionErrors.NotFound.ToProblem();
        }

        var from = after.Value ?? 0;
        var rows = await database.LegalEvents.AsNoTracking().Where(e => e.InstitutionId == id && e.Version > from).OrderBy(e => e.Version)
            .Take(size.Value + 1)
                .Select(
                    e => new LegalEventAnswer(
                        e.Version, e.Act, e.Status, e.At, e.EffectiveOn, e.Law, e.Article, e.Rule, e.Document, e.Reason))
                .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<LegalEventAnswer>.From(rows, size.Value, row => Cursor.Write(list, (long?)row.Version)));
    }
}
