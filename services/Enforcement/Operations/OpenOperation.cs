using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Parties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

internal sealed record OpenOperationRequest
{
    /// <summary>Clues that it takes over; may be empty.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<Guid> ClueIds { get; init; }

    /// <summary>Institution or lead of the register, where there is no clue.</summary>
    public Guid? InstitutionId { get; init; }

    /// <summary>A party that the register does not have, where there is no clue.</summary>
    public StatedParty? Party { get; init; }

    [StringLength(100, MinimumLength = 1)]
    public required string Title { get; init; }

    /// <summary>Department that leads: the caller's own.</summary>
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string LeadDepartment { get; init; }

    /// <summary>One task or more; with the lead at least two departments.</summary>
    [Length(1, 50)]
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }
}

/// <summary>What one department is to do.</summary>
internal sealed record PlannedTask
{
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }

    /// <summary>What it is to do, without personal data.</summary>
    [MultiLine]
    [StringLength(500, MinimumLength = 1)]
    public required string Subject { get; init; }

    /// <summary>Last official day.</summary>
    public required DateOnly DueOn { get; init; }
}

/// <summary>
/// Opens a joint operation. Two that are opened at once may meet at one number: the one that came second is carried out again
/// from the start, in a scope of its own, so that each attempt is one save.
/// </summary>
internal static class OpenOperationEndpoint
{
    private const int Attempts = 10;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/operations", HandleAsync)
        .Does("enforcement.operation.open").Idempotent<EnforcementDbContext>()
        .WithName("OpenOperation").WithSummary("Open a joint operation with a task for each department (联合执法)")
        .WithTags("Joint operations");

    private static async Task<Results<Created<OperationAnswer>, ProblemHttpResult>> HandleAsync(
        OpenOperationRequest request, Actor actor, ActScope act, IServiceScopeFactory scopes, HttpContext http,
        CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var own = scope.ServiceProvider.GetRequiredService<ActScope>();
            // The Idempotency-Key goes along, so that the attempt that succeeds stores the answer in its own save.
            (own.ActorId, own.Department, own.Division, own.Idempotency) = (act.ActorId, act.Department, act.Division, act.Idempotency);
            try
            {
                return (await scope.ServiceProvider.GetRequiredService<OpenOperationHandler>().HandleAsync(request, actor, cancellation))
                    .ToCreated(http);
            }
            catch (DbUpdateException e)
                when (DatabaseErrors.ViolatedUniqueIndex(
                    e, scope.ServiceProvider.GetRequiredService<EnforcementDbContext>().Database) == OperationsModel.NumberIndex)
            {
                // Somebody took the number meanwhile; nothing was saved.
            }
        }

        return OperationErrors.NumbersRaced.ToProblem();
    }
}
