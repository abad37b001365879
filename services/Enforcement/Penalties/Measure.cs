using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Enforcement.Penalties;

/// <summary>What is imposed: kinds of penalty and amounts.</summary>
/// <param name="Kinds">Codes of the pack <c>penalty-kinds</c>, one or more, each once, sorted.</param>
/// <param name="FineFen">Fine in fen; more than 0 exactly if <c>fine</c> is among the kinds.</param>
/// <param name="ConfiscatedFen">Confiscated income in fen; more than 0 exactly if <c>confiscation</c> is among the kinds.</param>
internal sealed record Measure(IReadOnlyList<string> Kinds, long FineFen, long ConfiscatedFen)
{
    /// <summary>Codes of the two kinds that have an amount.</summary>
    public const string Fine = "fine", Confiscation = "confiscation";

    /// <summary>Greatest amount that is taken: a trillion yuan.</summary>
    public const long MaxFen = 100_000_000_000_000;

    /// <summary>A measure that is consistent in itself.</summary>
    public static Result<Measure> Of(IReadOnlyList<string> kinds, long fineFen, long confiscatedFen, PenaltyRules rules)
    {
        if (kinds.Count == 0)
        {
            return PenaltyErrors.NoKind;
        }

        if (kinds.FirstOrDefault(k => !rules.Kinds.Contains(k)) is not null)
        {
            return PenaltyErrors.UnknownKind;
        }

        if (kinds.Distinct(StringComparer.Ordinal).Count() != kinds.Count)
        {
            return PenaltyErrors.KindTwice;
        }

        if (fineFen is < 0 or > MaxFen || confiscatedFen is < 0 or > MaxFen)
        {
            return PenaltyErrors.AmountOutOfRange;
        }

        return kinds.Contains(Fine) != fineFen > 0 ? PenaltyErrors.FineWithoutKind
            : kinds.Contains(Confiscation) != confiscatedFen > 0 ? PenaltyErrors.ConfiscationWithoutKind
            : new Measure([.. kinds.Order(StringComparer.Ordinal)], fineFen, confiscatedFen);
    }

    /// <summary>Whether it is heavier than another: another kind, or a higher amount (行政处罚法 第四十五条).</summary>
    public bool IsHeavierThan(Measure other) => FineFen > other.FineFen || ConfiscatedFen > other.ConfiscatedFen
        || Kinds.Any(k => !other.Kinds.Contains(k));
}

/// <summary>An act as the range check sees it.</summary>
/// <param name="Rule">The law that applies to it.</param>
/// <param name="ActKey">Which act it is: norms broken by one act share it.</param>
/// <param name="BaseFen">Illegal income or other base in fen, or null if unknown.</param>
internal sealed record MeasuredAct(RuleVersion<ViolationRule> Rule, string ActKey, long? BaseFen);

/// <summary>Whether a measure is what the law allows for the acts.</summary>
internal static class MeasureCheck
{
    /// <summary>
    /// Checks kinds and amounts. The range of several acts is the sum of their ranges; of several norms that one act breaks only
    /// the one with the higher fine counts (行政处罚法 第二十九条).
    /// </summary>
    /// <param name="measure">What is to be imposed.</param>
    /// <param name="acts">The acts, one or more.</param>
    /// <param name="partyKind">Kind of party.</param>
    /// <param name="tier">Tier of the discretion table, or null for the whole range.</param>
    public static Result Check(Measure measure, IReadOnlyList<MeasuredAct> acts, string partyKind, string? tier)
    {
        if (tier is not null && !FineTier.Tiers.Contains(tier))
        {
            return PenaltyErrors.UnknownTier;
        }

        // One of the acts must allow the kind: a case is decided as a whole, and the kinds of its acts add up.
        foreach (var kind in measure.Kinds)
        {
            if (!acts.Any(a => a.Rule.Values.KindsIn(tier).Contains(kind)))
            {
                return acts.FirstOrDefault(a => a.Rule.Values.SeriousKinds.Contains(kind)) is { } serious
                    ? PenaltyErrors.OnlyIfSerious(kind, serious.Rule.Basis)
                    : PenaltyErrors.KindNotAllowed(kind, acts[0].Rule.Basis);
            }
        }

        // 第二十八条: only what was gained is confiscated. Where no act states its income there is nothing to bound the amount by.
        var known = acts.Where(a => a.BaseFen is > 0).Sum(a => a.BaseFen!.Value);
        if (measure.ConfiscatedFen > 0 && acts.Any(a => a.BaseFen is not null) && measure.ConfiscatedFen > known)
        {
            return PenaltyErrors.ConfiscationAboveIncome;
        }

        return measure.FineFen == 0 ? Result.Done : CheckFine(measure.FineFen, acts, partyKind, tier);
    }

    private static Result CheckFine(long fineFen, IReadOnlyList<MeasuredAct> acts, string partyKind, string? tier)
    {
        long min = 0, max = 0;
        LegalBasis? basis = null;
        foreach (var act in acts.GroupBy(a => a.ActKey))
        {
            var ranges = act.Where(a => a.Rule.Values.KindsIn(tier).Contains(Measure.Fine))
                .Select(a => (a.Rule.Basis, Range: a.Rule.Values.Range(tier, partyKind, a.BaseFen)))
                .Where(r => r.Range is not null).ToList();
            if (ranges.Count > 0)
            {
                // 第二十九条: of several norms that one act breaks the one with the higher fine is applied, with its lower bound too.
                var (article, range) = ranges.MaxBy(r => r.Range!.Value.MaxFen);
                (min, max, basis) = (min + range!.Value.MinFen, max + range.Value.MaxFen, basis ?? article);
            }
        }

        return basis is null ? PenaltyErrors.NoRange(acts[0].Rule.Basis)
            : fineFen < min ? PenaltyErrors.FineBelow(min, basis)
            : fineFen > max ? PenaltyErrors.FineAbove(max, basis)
            : Result.Done;
    }
}
