using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.Web;

namespace Oversight.CreditFile.Ledger;

/// <summary>A row of the ledger.</summary>
internal sealed record FactAnswer(
    Guid Id, SourceKind SourceKind, Guid SourceId, FactEvent Event, long SourceVersion, DateOnly OccurredOn, DateTime RecordedAt,
    string? Department, string? Document, IReadOnlyList<FactPart> Parts)
{
    public static FactAnswer Of(CreditFact fact) => new(
        fact.Id, fact.SourceKind, fact.SourceId, fact.Event, fact.SourceVersion, fact.OccurredOn, fact.RecordedAt, fact.Department,
        fact.Document, fact.Judged());
}

internal static class ListFactsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/institutions/{id:guid}/facts", HandleAsync)
        .For(CreditRoles.Readers)
        .WithName("ListFacts").WithSummary("The ledger of an institution in the order in which its rows were recorded").WithTags("Ledger");

    private static async Task<Results<Ok<PageOf<FactAnswer>>, ProblemHttpResult>> HandleAsync(
        Guid id, [AsParameters] PageRequest page, Actor actor, CreditFileDbContext database, CancellationToken cancellation)
    {
        var list = $"facts|{id}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        if (!await database.InstitutionFiles.Shown().Within(actor).AnyAsync(file => file.Id == id, cancellation))
        {
            return FileErrors.NotFound.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var rows = await database.CreditFacts.AsNoTracking().Where(fact => fact.InstitutionId == id && fact.Id.CompareTo(from) > 0)
            .OrderBy(fact => fact.Id)
                .Take(size.Value + 1).ToListAsync(cancellation);
        var facts = PageOf<CreditFact>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id));
        return TypedResults.Ok(new PageOf<FactAnswer>([.. facts.Items.Select(FactAnswer.Of)], facts.Next));
    }
}
