using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>Which cases are wanted; every part narrows, within the caller's scope.</summary>
internal sealed record ListCasesRequest
{
    [FromQuery, StringLength(40)] public string? State { get; init; }
    [FromQuery, StringLength(DepartmentCode.MaxLength)] public string? Department { get; init; }
    [FromQuery, StringLength(ViolationCode.MaxLength)] public string? Violation { get; init; }
    [FromQuery] public Guid? InstitutionId { get; init; }
    [FromQuery] public Guid? OperationId { get; init; }
    [FromQuery] public Guid? ClueId { get; init; }
    [FromQuery] public bool? Overdue { get; init; }
}

internal static class ListCasesEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/cases", HandleAsync)
        .For(CaseScope.Readers)
        .WithName("ListCases").WithSummary("List cases of the caller's department and division, oldest first").WithTags("Cases");

    private static async Task<Results<Ok<PageOf<CaseAnswer>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ListCasesRequest request, [AsParameters] PageRequest page, Actor actor, CaseScope scope,
        EnforcementDbContext database, CancellationToken cancellation)
    {
        var list = $"cases|{actor.ScopePrefix}|{actor.Department}|{request}";
        var (size, after, state) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor), WireWord.Read<CaseState>(request.State, "state"));
        if ((size.Error ?? after.Error ?? state.Error) is { } wrong)
        {
            return wrong.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var rows = await Filter(scope.Readable(database.Set<Case>().AsNoTracking(), actor), state.Value, request, database)
            .Where(c => c.Id.CompareTo(from) > 0).OrderBy(c => c.Id).Take(size.Value + 1).Include(c => c.Acts)
            .ToListAsync(cancellation);
        return TypedResults.Ok(
            PageOf<CaseAnswer>.From(rows.ConvertAll(CaseAnswer.Of), size.Value, row => Cursor.Write(list, (Guid?)row.Id)));
    }

    private static IQueryable<Case> Filter(
        IQueryable<Case> cases, CaseState? wanted, ListCasesRequest request, EnforcementDbContext database)
    {
        cases = wanted is { } state ? cases.Where(c => c.State == state) : cases;
        cases = request.Department is { } department ? cases.Where(c => c.Department == department) : cases;
        cases = request.Violation is { } violation ? cases.Where(c => c.Acts.Any(a => a.Violation == violation)) : cases;
        cases = request.InstitutionId is { } institution ? cases.Where(c => c.InstitutionId == institution) : cases;
        cases = request.OperationId is { } operation ? cases.Where(c => c.OperationId == operation) : cases;
        cases = request.ClueId is { } clue ? cases.Where(c => c.ClueId == clue) : cases;
        if (request.Overdue is not { } overdue)
        {
            return cases;
        }

        // What an authority omitted: a term ran out and what it asked for is still not done.
        var late = database.Clocks.Where(
            k => k.RanOutAt != null && k.StoppedAt == null && k.Key != CaseActs.HearingClock && k.Key != CaseActs.WithdrawClock);
        return cases.Where(c => late.Any(k => k.SubjectId == c.Id) == overdue);
    }
}
