using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>The law that applies to the acts of a case, and whether the acts are free to be fined.</summary>
internal sealed class CaseLaw(EnforcementDbContext context, PenaltyRules rules)
{
    /// <summary>
    /// The law of each act on a day: as recorded at filing, or a milder newer one. A version that is no longer in the catalogue is
    /// refused by its name, since nobody may decide by a law that cannot be read.
    /// </summary>
    public Result<List<MeasuredAct>> Of(Case file, DateOnly today)
    {
        var place = DivisionCode.FromStored(file.Division);
        var acts = new List<MeasuredAct>();
        foreach (var act in file.Acts.OrderBy(a => a.Ordinal))
        {
            if (rules.Recorded(act.Rule) is not { } recorded)
            {
                return CaseErrors.RuleMissing(act.Rule);
            }

            // 第三十七条: asked anew at notice, proposal and decision, since a milder law may come into force between them.
            var applied = rules.Milder(recorded, today, place, file.PartyWord, act.IncomeFen);
            if (applied.Confidence == Confidence.Unsure)
            {
                return CaseErrors.RuleUnsure(applied.Reference);
            }

            acts.Add(new MeasuredAct(applied, act.ActKey, act.IncomeFen));
        }

        return acts;
    }

    /// <summary>A measure that the law allows for the case, and that fines no act which another case has fined.</summary>
    public async Task<Result<List<MeasuredAct>>> AllowsAsync(
        Case file, Measure measure, string? tier, DateOnly today, CancellationToken cancellation)
    {
        var acts = Of(file, today);
        if (acts.IsRefused)
        {
            return acts.Error;
        }

        if (MeasureCheck.Check(measure, acts.Value, file.PartyWord, tier) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // 第二十九条 bars a second fine only: another kind of penalty for the same act stays possible.
        return measure.FineFen > 0 && await FinedByAnotherAsync(file, cancellation) is { } fined ? fined : acts;
    }

    // Only to name the other case; the unique index is what holds under a race.
    private async Task<Error?> FinedByAnotherAsync(Case file, CancellationToken cancellation)
    {
        var keys = file.Acts.Select(a => a.ActKey).ToList();
        var id = file.Id;
        var first = await context.Set<CaseAct>().AsNoTracking()
            .Where(a => a.FinedKey != null && keys.Contains(a.FinedKey) && a.CaseId != id)
                .Join(context.Set<Case>(), a => a.CaseId, c => c.Id, (a, c) => new { c.Number, c.Department })
                .FirstOrDefaultAsync(cancellation);
        return first is null ? null : CaseErrors.FirstFined(first.Number, first.Department);
    }
}
