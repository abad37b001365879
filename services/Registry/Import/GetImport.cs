using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Import;

/// <summary>One line of the report.</summary>
/// <param name="Outcome">What became of it: refused, ignored, or entered and to be looked into.</param>
/// <param name="Line">Line of the file on which the row begins; the first line is 1.</param>
/// <param name="LastLine">Line on which it ends; of ignored neighbours the last.</param>
/// <param name="Column">Chinese name of the column, or null if the row as a whole is meant.</param>
/// <param name="Code">Stable code of the rule.</param>
/// <param name="Message">The rule in a sentence.</param>
internal sealed record ImportReportLineAnswer(ImportOutcome Outcome, int Line, int LastLine, string? Column, string Code, string Message)
{
    public static ImportReportLineAnswer Of(ImportReportLine line) =>
        new(line.Outcome, line.Line, line.LastLine, line.Column, line.Code, line.Message);
}

internal static class GetImportEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/imports/{id:guid}", GetAsync).For(Roles.Registrar, Roles.Auditor)
            .WithName("GetImport").WithSummary("How far an import is, and how it ended").WithTags("Import");
        api.MapGet("/imports/{id:guid}/report", ReportAsync).For(Roles.Registrar, Roles.Auditor)
            .WithName("ListImportReport").WithTags("Import")
            .WithSummary("The lines of a file that were refused, ignored or are for a person to look into (review), in its order");
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

    private static async Task<Results<Ok<PageOf<ImportReportLineAnswer>>, ProblemHttpResult>> ReportAsync(
        Guid id, [FromQuery] string? outcome, [AsParameters] PageRequest page, Actor actor, RegistryDbContext context,
        CancellationToken cancellation)
    {
        ImportOutcome? only = outcome switch
        {
            "refused" => ImportOutcome.Refused, "ignored" => ImportOutcome.Ignored, "review" => ImportOutcome.Review, _ => null,
        };
        if (outcome is not null && only is null)
        {
            return ImportErrors.UnknownOutcome.ToProblem();
        }

        var list = $"report|{id}|{outcome}";
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
        var lines = context.ImportReportLines.AsNoTracking().Where(line => line.ImportId == id && line.Number > from);
        lines = only is { } one ? lines.Where(line => line.Outcome == one) : lines;
        var rows = await lines.OrderBy(line => line.Number).Take(size.Value + 1).ToListAsync(cancellation);
        var answers = PageOf<ImportReportLine>.From(rows, size.Value, row => Cursor.Write(list, (int?)row.Number));
        return TypedResults.Ok(new PageOf<ImportReportLineAnswer>(
            [.. answers.Items.Select(ImportReportLineAnswer.Of)], answers.Next));
    }
}
