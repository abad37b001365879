using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Import;

/// <summary>One fault of the report.</summary>
/// <param name="Line">Line of the file on which the row begins; the header is line 1.</param>
/// <param name="Column">Chinese name of the column, or null if the row as a whole is meant.</param>
/// <param name="Code">Stable code of the rule.</param>
/// <param name="Message">The rule in a sentence.</param>
internal sealed record ImportFaultAnswer(int Line, string? Column, string Code, string Message);

internal static class GetImportEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/imports/{id:guid}", GetAsync).For(Roles.Registrar, Roles.Auditor)
            .WithName("GetImport").WithSummary("How far an import is, and how it ended").WithTags("Import");
        api.MapGet("/imports/{id:guid}/faults", FaultsAsync).For(Roles.Registrar, Roles.Auditor)
            .WithName("ListImportFaults").WithSummary("The refused rows of an import in the order of the file: line, column, code, message").WithTags("Import");
    }

    /// <summary>Imports within the caller's division.</summary>
    public static IQueryable<ImportJob> Within(this IQueryable<ImportJob> jobs, Actor actor)
    {
        var prefix = actor.ScopePrefix;
        return jobs.Where(i => i.Division.StartsWith(prefix));
    }

    private static async Task<Results<Ok<ImportAnswer>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, RegistryDbContext context, ImportProgress progress, HttpContext http, CancellationToken cancellation)
    {
        var job = await context.ImportJobs.AsNoTracking().Within(actor).FirstOrDefaultAsync(i => i.Id == id, cancellation);
        if (job is null)
        {
            return ImportErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(job.Version);
        return TypedResults.Ok(ImportAnswer.Of(job, progress.Of(id)));
    }

    private static async Task<Results<Ok<PageOf<ImportFaultAnswer>>, ProblemHttpResult>> FaultsAsync(
        Guid id, [AsParameters] PageRequest page, Actor actor, RegistryDbContext context, CancellationToken cancellation)
    {
        var list = $"faults|{id}";
        var (size, after) = (page.Size, Cursor.Read<int?>(list, page.Cursor));
        if (size.IsRefused || after.IsRefused)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        if (!await context.ImportJobs.Within(actor).AnyAsync(i => i.Id == id, cancellation))
        {
            return ImportErrors.NotFound.ToProblem();
        }

        var from = after.Value ?? 0;
        var rows = await context.ImportFaults.AsNoTracking().Where(f => f.ImportId == id && f.Number > from).OrderBy(f => f.Number).Take(size.Value + 1).ToListAsync(cancellation);
        var answers = PageOf<ImportFault>.From(rows, size.Value, row => Cursor.Write(list, (int?)row.Number));
        return TypedResults.Ok(new PageOf<ImportFaultAnswer>([.. answers.Items.Select(f => new ImportFaultAnswer(f.Line, f.Column, f.Code, f.Message))], answers.Next));
    }
}
