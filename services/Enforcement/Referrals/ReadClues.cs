using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

/// <summary>Which clues are wanted; every part narrows, within what the caller may see.</summary>
internal sealed record ListCluesRequest
{
    [FromQuery, StringLength(20)] public string? Source { get; init; }
    [FromQuery, StringLength(20)] public string? Status { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
    [FromQuery] public bool? Overdue { get; init; }
    [FromQuery] public bool? Unassigned { get; init; }
    [FromQuery] public bool? Police { get; init; }
    [FromQuery] public Guid? InstitutionId { get; init; }
    [FromQuery] public Guid? SourceId { get; init; }
}

internal static class ReadCluesEndpoint
{
    private static readonly string[] Readers =
        [
            Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector, Roles.Registrar, Roles.ComplaintHandler, Roles.Auditor,
            Roles.DepartmentSystem];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/clues", ListAsync).For(Readers)
            .WithName("ListClues").WithSummary("List the clues that the own department sent, has or had").WithTags("Clues");
        api.MapGet("/clues/{id:guid}", GetAsync).For(Readers)
            .WithName("GetClue").WithSummary("Read one clue with its steps and clocks").WithTags("Clues");
    }

    private static async Task<Results<Ok<PageOf<ClueAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListCluesRequest request, [AsParameters] PageRequest page, Actor actor, EnforcementDbContext database,
        CancellationToken cancellation)
    {
        var list = $"clues|{actor.ScopePrefix}|{actor.Department}|{request}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        var (source, status) = (WireWord.Read<ClueSource>(request.Source, "source"), WireWord.Read<ClueState>(request.Status, "status"));
        if (size.IsRefused || after.IsRefused || source.IsRefused || status.IsRefused)
        {
            return (size.Error ?? after.Error ?? source.Error ?? status.Error)!.ToProblem();
        }

        var clues = database.Set<Clue>().AsNoTracking().VisibleTo(actor);
        clues = source.Value is { } from ? clues.Where(c => c.Source == from) : clues;
        clues = status.Value is { } state ? clues.Where(c => c.State == state) : clues;
        clues = request.Department is { } department ? clues.Where(c => c.Department == department) : clues;
        clues = request.Overdue is { } overdue ? clues.Where(c => (c.IsOverdue || c.IsPoliceOverdue) == overdue) : clues;
        clues = request.Unassigned is { } unassigned ? clues.Where(c => (c.Assignee == null) == unassigned) : clues;
        clues = request.Police is { } police ? clues.Where(c => (c.Police != PoliceStage.None) == police) : clues;
        clues = request.InstitutionId is { } institution ? clues.Where(c => c.InstitutionId == institution) : clues;
        clues = request.SourceId is { } sourceId ? clues.Where(c => c.SourceId == sourceId) : clues;
        var begin = after.Value ?? Guid.Empty;
        var rows = await clues.Where(c => c.Id.CompareTo(begin) > 0).OrderBy(c => c.Id).Take(size.Value + 1).Select(ClueAnswer.Projection())
            .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<ClueAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static async Task<Results<Ok<ClueDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, EnforcementDbContext database, TransferClocks clocks, HttpContext http, CancellationToken cancellation)
    {
        var clue = await database.Set<Clue>().AsNoTracking().VisibleTo(actor).Include(c => c.Steps)
            .FirstOrDefaultAsync(c => c.Id == id, cancellation);
        if (clue is null)
        {
            return ClueErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(clue.Version);
        return TypedResults.Ok(new ClueDetail(
            ClueAnswer.Of(clue), clue.Summary,
            [.. clue.Steps.OrderBy(s => s.Version).Select(s => new ClueStepAnswer(
                s.Version, WireWord.Of(s.Act), s.State, s.Department, s.ToDepartment, s.ActorId, s.Reason, s.At, s.On))],
            await clocks.ShowAsync([clue.Id], cancellation)));
    }
}
