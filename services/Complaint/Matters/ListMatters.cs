using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>Which matters are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListMattersRequest
{
    [FromQuery, StringLength(40)] public string? State { get; init; }
    [FromQuery, StringLength(40)] public string? Kind { get; init; }
    [FromQuery, StringLength(40)] public string? Category { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
    [FromQuery] public Guid? InstitutionId { get; init; }
    [FromQuery] public bool? Overdue { get; init; }
    [FromQuery] public bool? Urgent { get; init; }
    [FromQuery] public bool? Unassigned { get; init; }
}

internal static class ListMattersEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/matters", HandleAsync)
            .For(MatterScope.Readers)
            .WithName("ListMatters").WithSummary("List matters of the own department; a supervisor's list is the division's")
            .WithTags("Matters");
        api.MapGet("/matters/{id:guid}/similar", SimilarAsync)
            .For(MatterScope.Readers)
            .WithName("ListSimilarMatters").WithSummary("Open matters of others about the same party and category, which could be joined")
            .WithTags("Matters");
    }

    private static async Task<Results<Ok<PageOf<MatterAnswer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListMattersRequest request, [AsParameters] PageRequest page, Actor actor, ComplaintDbContext database,
        CancellationToken cancellation)
    {
        var (state, kind) = (WireWord.Find<MatterState>(request.State), WireWord.Find<MatterKind>(request.Kind));
        if ((request.State is not null && state is null) || (request.Kind is not null && kind is null))
        {
            return MatterErrors.FilterUnknown.At(request.State is not null && state is null ? "state" : "kind").ToProblem();
        }

        var matters = database.Matters.AsNoTracking().Visible(actor);
        matters = state is { } wantedState ? matters.Where(m => m.State == wantedState) : matters;
        matters = kind is { } wantedKind ? matters.Where(m => m.Kind == wantedKind) : matters;
        matters = request.Category is { } category ? matters.Where(m => m.Category == category) : matters;
        matters = request.Department is { } department ? matters.Where(m => m.Department == department) : matters;
        matters = request.InstitutionId is { } institution ? matters.Where(m => m.InstitutionId == institution) : matters;
        matters = request.Overdue is { } overdue ? matters.Where(m => m.IsOverdue == overdue) : matters;
        matters = request.Urgent is { } urgent ? matters.Where(m => m.IsUrgent == urgent) : matters;
        matters = request.Unassigned is { } unassigned ? matters.Where(m => (m.HandlerId == null) == unassigned) : matters;
        return await PageAsync(matters, $"matters|{actor.ScopePrefix}|{actor.Department}|{request}", page, cancellation);
    }

    private static async Task<Results<Ok<PageOf<MatterAnswer>>, ProblemHttpResult>> SimilarAsync(
        Guid id, [AsParameters] PageRequest page, Actor actor, ComplaintDbContext database, CancellationToken cancellation)
    {
        var visible = database.Matters.AsNoTracking().Visible(actor);
        if (await visible.FirstOrDefaultAsync(m => m.Id == id, cancellation) is not { } one)
        {
            return MatterErrors.NotFound.ToProblem();
        }

        // Matter.IsAboutTheSameAs as a query, narrowed to what a join accepts: open matters of one department.
        var similar = visible.Where(m =>
            m.Id != id && m.IntakeId != one.IntakeId && m.Kind == one.Kind && m.Category == one.Category && m.Division == one.Division
                && m.Department == one.Department
            && m.InstitutionId == one.InstitutionId && (one.InstitutionId != null || m.PartyName == one.PartyName)
            && (m.State == MatterState.Received || m.State == MatterState.Accepted || m.State == MatterState.Referred
                || m.State == MatterState.Mediating));
        return await PageAsync(similar, $"similar|{actor.ScopePrefix}|{id}", page, cancellation);
    }

    private static async Task<Results<Ok<PageOf<MatterAnswer>>, ProblemHttpResult>> PageAsync(
        IQueryable<Matter> matters, string list, PageRequest page, CancellationToken cancellation)
    {
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var rows = await matters.Where(m => m.Id.CompareTo(from) > 0).OrderBy(m => m.Id).Take(size.Value + 1)
            .Select(MatterAnswer.Projection).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<MatterAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }
}
