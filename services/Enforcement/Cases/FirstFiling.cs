using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>Which department filed an act first (最先立案): that one has it (行政处罚法 第二十五条).</summary>
internal sealed class FirstFiling(EnforcementDbContext context)
{
    /// <summary>Looks for an open case of the same acts, only to name it: the unique index is what holds under a race.</summary>
    /// <returns>Null; or the refusal with number and department of the case that was first.</returns>
    public async Task<Error?> RefusalAsync(List<ActStatement> acts, CancellationToken cancellation)
    {
        var keys = acts.ConvertAll(a => a.FilingKey);
        var first = await context.Set<CaseAct>().AsNoTracking().Where(a => a.FilingKey != null && keys.Contains(a.FilingKey))
            .Join(context.Set<Case>(), a => a.CaseId, c => c.Id, (a, c) => new { c.Number, c.Department })
            .FirstOrDefaultAsync(cancellation);
        return first is null ? null : CaseErrors.FirstFiled(first.Number, first.Department);
    }
}
