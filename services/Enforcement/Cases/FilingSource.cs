using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>What a case came from (案件来源): a clue of the department, a joint operation in which it takes part, or neither.</summary>
internal sealed class FilingSource(EnforcementDbContext context)
{
    /// <summary>Looks both up.</summary>
    /// <returns>
    /// Null; or <see cref="CaseErrors.OperationUnknown"/> for an operation that has ended or that the department has no part in, or
    /// <see cref="CaseErrors.ClueUnknown"/> for a clue that is not the department's.
    /// </returns>
    public async Task<Error?> RefusalAsync(FilingRequest request, string department, Actor actor, CancellationToken cancellation)
    {
        if (request.OperationId is { } operation
            && !await context.Set<JointOperation>().AsNoTracking().Within(actor).AnyAsync(
                o => o.Id == operation && o.State == OperationState.Open
                    && (o.LeadDepartment == department
                        || context.Set<DepartmentTask>().Any(t => t.OperationId == operation && t.Department == department)), cancellation))
        {
            return CaseErrors.OperationUnknown;
        }

        return request.ClueId is { } clue && !await context.Set<Clue>().AsNoTracking().Within(actor)
            .AnyAsync(c => c.Id == clue && c.Department == department, cancellation)
            ? CaseErrors.ClueUnknown
            : null;
    }
}
