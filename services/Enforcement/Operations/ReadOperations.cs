using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Which operations are wanted; every part narrows, within what the caller may see.</summary>
internal sealed record ListOperationsRequest
{
    [FromQuery, StringLength(20)] public string? Status { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? LeadDepartment { get; init; }
    [FromQuery, StringLength(40)] public string? Number { get; init; }
    [FromQuery] public Guid? InstitutionId { get; init; }
}

internal static class ReadOperationsEndpoint
{
    private static readonly string[] Readers = [
        Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector, Roles.Auditor, Roles.DepartmentSystem];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/operations", ListAsync).For(Readers)
            .WithName("ListOperations").WithSummary("List the joint operations in which the own department takes part")
            .WithTags("Joint operations");
        api.MapGet("/operations/{id:guid}", GetAsync).For(Readers)
            .WithName("GetOperation").WithSummary("Read one joint operation with its tasks and clocks").WithTags("Joint operations");
        api.MapGet("/operations/{id:guid}/timeline", TimelineAsync).For(Readers)
            .WithName("GetOperationTimeline").WithSummary("Read what happened in a joint operation, in order").WithTags("Joint operations");
        api.MapGet("/operations/{id:guid}/evidence", EvidenceAsync).For(Readers)
            .WithName("GetOperationEvidence").WithSummary("List the evidence of a joint operation: hashes from findings and results")
            .WithTags("Joint operations");
    }

    private static async Task<Results<Ok<PageOf<OperationAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListOperationsRequest request, [AsParameters] PageRequest page, Actor actor, TaskReader reader,
        CancellationToken cancellation)
    {
        var list = $"operations|{actor.ScopePrefix}|{actor.Department}|{request}";
        var (size, after, status) =
            (page.Size, Cursor.Read<Guid?>(list, page.Cursor), WireWord.Read<OperationState>(request.Status, "status"));
        if (size.IsRefused || after.IsRefused || status.IsRefused)
        {
            return (size.Error ?? after.Error ?? status.Error)!.ToProblem();
        }

        var operations = reader.OperationsOf(actor).AsNoTracking();
        operations = status.Value is { } state ? operations.Where(o => o.State == state) : operations;
        operations = request.LeadDepartment is { } lead ? operations.Where(o => o.LeadDepartment == lead) : operations;
        operations = request.Number is { } number ? operations.Where(o => o.Number == number) : operations;
        operations = request.InstitutionId is { } institution ? operations.Where(o => o.InstitutionId == institution) : operations;
        var from = after.Value ?? Guid.Empty;
        var rows = await operations.Where(o => o.Id.CompareTo(from) > 0).OrderBy(o => o.Id).Take(size.Value + 1)
            .Select(OperationAnswer.Projection()).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<OperationAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static async Task<Results<Ok<OperationDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Actor actor, TaskReader reader, EnforcementDbContext database, OperationTimeline timeline, HttpContext http,
        CancellationToken cancellation)
    {
        if (await reader.OperationsOf(actor).AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancellation) is not { } operation)
        {
            return OperationErrors.NotFound.ToProblem();
        }

        var tasks = await database.Set<DepartmentTask>().AsNoTracking().Where(t => t.OperationId == id).OrderBy(t => t.Id)
            .ToListAsync(cancellation);
        var clues = await database.Set<Clue>().AsNoTracking().Where(c => c.OperationId == id).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .Select(c => c.Id).ToListAsync(cancellation);
        http.Response.SetVersion(operation.Version);
        return TypedResults.Ok(new OperationDetail(
            OperationAnswer.Of(operation), operation.ClosingReason, await timeline.DepartmentsAsync(operation, cancellation),
            await reader.ShowAsync(tasks, cancellation), clues));
    }

    private static async Task<Results<Ok<PageOf<TimelineAnswer>>, ProblemHttpResult>> TimelineAsync(
        Guid id, [AsParameters] PageRequest page, Actor actor, TaskReader reader, EnforcementDbContext database,
        CancellationToken cancellation)
    {
        var list = $"timeline|{id}";
        var (size, after) = (page.Size, Cursor.Read<TimelineKey>(list, page.Cursor));
        if (size.IsRefused || after.IsRefused)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        if (!await reader.OperationsOf(actor).AnyAsync(o => o.Id == id, cancellation))
        {
            return OperationErrors.NotFound.ToProblem();
        }

        var entries = database.Set<TimelineEntry>().AsNoTracking().Where(e => e.OperationId == id);
        if (after.Value is { } key)
        {
            // Keyset page over all three columns: two acts at one moment may share a place, and two replicas may share an instant.
            entries = entries.Where(
                e => e.Sequence > key.Sequence
                    || (e.Sequence == key.Sequence && (e.At > key.At || (e.At == key.At && e.Id.CompareTo(key.Id) > 0))));
        }

        var rows =
            (await entries.OrderBy(e => e.Sequence).ThenBy(e => e.At).ThenBy(e => e.Id).Take(size.Value + 1).ToListAsync(cancellation))
                .ConvertAll(e => (Key: new TimelineKey(e.Sequence, e.At, e.Id), Row: new TimelineAnswer(
                    e.Id, e.Kind, e.SourceId, e.SourceVersion, e.On, e.At, e.Department, e.ActorId,
                    e.Details is null ? null : JsonSerializer.Deserialize<JsonElement>(e.Details))));
        return TypedResults.Ok(new PageOf<TimelineAnswer>(
            [.. rows.Take(size.Value).Select(r => r.Row)], rows.Count > size.Value ? Cursor.Write(list, rows[size.Value - 1].Key) : null));
    }

    private static async Task<Results<Ok<PageOf<EvidenceAnswer>>, ProblemHttpResult>> EvidenceAsync(
        Guid id, [AsParameters] PageRequest page, Actor actor, TaskReader reader, EnforcementDbContext database,
        CancellationToken cancellation)
    {
        var list = $"evidence|{id}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.IsRefused)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        if (!await reader.OperationsOf(actor).AnyAsync(o => o.Id == id, cancellation))
        {
            return OperationErrors.NotFound.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var rows = await database.Set<EvidenceEntry>().AsNoTracking().Where(e => e.OperationId == id && e.Id.CompareTo(from) > 0)
            .OrderBy(e => e.Id).Take(size.Value + 1)
                .Select(e => new EvidenceAnswer(e.Id, e.Sha256, e.Source, e.SourceId, e.Department, e.At)).ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<EvidenceAnswer>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private sealed record TimelineKey(int Sequence, DateTime At, Guid Id);
}
